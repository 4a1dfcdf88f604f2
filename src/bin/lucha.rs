//! The officer's program: reads arguments, opens the doors, calls a room.
fn main() {}
