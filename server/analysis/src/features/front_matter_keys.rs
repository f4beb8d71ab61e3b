//! The front matter keys that we read, for whoever explains or offers them.

/// A key of an answer's front matter.
#[derive(Debug)]
pub(super) struct Key {
    /// How it is written.
    pub(super) name: &'static str,
    /// What it says, in Markdown: a sentence or two.
    pub(super) means: &'static str,
}

/// All of them. Other keys are the author's business.
pub(super) static KEYS: [Key; 4] = [
    Key {
        name: "question",
        means: "the number of the question that this document answers. It counts before headings and the file's name.",
    },
    Key {
        name: "status",
        means: "`draft` says that the answer is not finished: errors are reported as warnings, and its state is `draft`. Every other value means a finished answer.",
    },
    Key {
        name: "title",
        means: "what the document is called. Where it is the text of a question, word for word, the document answers that question even without a number.",
    },
    Key {
        name: "minutes_spent",
        means: "how many minutes you took, for your own records. No finding depends on it.",
    },
];
