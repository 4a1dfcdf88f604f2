//! A page of the law library as lines with a tone; no widget, and no words of its own.

/// How a line is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Heads what stands below it.
    Heading,
    /// What the law gives.
    Plain,
    /// Where that stands.
    Quiet,
    /// What is to be seen before anything rests on it.
    Warning,
}

/// One line of a page, not yet broken to a width.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageLine {
    /// How it is meant.
    pub tone: Tone,
    /// Its words; what warns begins with a sign.
    pub text: String,
}
