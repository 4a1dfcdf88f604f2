//! A filled form through its Typst page to bytes: PDF, picture, dots, and to a printer; it knows no case.

pub mod bitmap;
pub mod escpos;
pub mod fault;
pub mod font;
pub mod ipp;
mod ipp_job;
mod ipp_line;
mod ipp_texts;
pub mod job;
pub mod pdf;
mod pinned_tls;
pub mod preview;
pub mod printer;
pub mod printer_fault;
pub mod target;
mod thermal;
pub mod typeset;
mod wire;
