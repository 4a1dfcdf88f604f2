//! A filled form through its Typst page to bytes: PDF, picture, and a printer; it knows no case.

pub mod fault;
pub mod font;
pub mod pdf;
pub mod preview;
pub mod printer;
pub mod typeset;
