//! The pieces that screens are made of; each draws itself and knows no command.

pub mod act_list;
pub mod choice;
pub mod field;
pub mod flag;
pub mod form;
pub mod gauge;
pub mod key_bar;
pub mod law_panel;
pub mod leniency_lines;
pub mod picture;
pub mod popup;
pub mod scale_lines;
pub mod scroll;
pub mod text;
pub mod ticks;
pub mod top_line;
pub mod unfinished_lines;
