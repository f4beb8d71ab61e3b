//! Which question a place in an answer speaks of.

use super::View;
use crate::answer::{Reference, references};
use crate::text::{Offset, Span};

/// A question that is spoken of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Subject {
    /// Its number, which a bank knows.
    pub question: u32,
    /// The words that speak of it.
    pub span: Span,
    /// How they do.
    pub kind: SubjectKind,
}

/// How a question is spoken of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SubjectKind {
    /// As a reference in the prose: `Q501`.
    Reference,
    /// As a reference in the text of a link, which leads somewhere already.
    LinkedReference,
    /// As what the answer is about: the number in its front matter, its title.
    Name,
}

/// The question that is spoken of at `position`; nothing in a document without answers.
pub fn subject(view: View<'_>, position: Offset) -> Option<Subject> {
    let mut references = references_in(view);
    let reference = references.find(|reference| reference.span.contains_inclusive(position));
    reference.map(Subject::from).or_else(|| name_at(view, position))
}

/// The references to questions in a document that holds answers; none in any other.
pub fn references_in(view: View<'_>) -> impl Iterator<Item = Reference> {
    let answers = &view.analysis.answers;
    let is_ours = !answers.is_empty();
    let own = answers.iter().map(|report| &report.answer);
    is_ours.then(|| references(&view.analysis.markdown, own, view.input.bank)).into_iter().flatten()
}

impl From<Reference> for Subject {
    fn from(reference: Reference) -> Self {
        let kind = if reference.is_linked { SubjectKind::LinkedReference } else { SubjectKind::Reference };
        Self { question: reference.question, span: reference.span, kind }
    }
}

/// The question that an answer says at `position` it is about.
fn name_at(view: View<'_>, position: Offset) -> Option<Subject> {
    let reports = view.analysis.answers.iter();
    let mut answers = reports.map(|report| &report.answer);
    answers.find_map(|answer| {
        let mut named = answer.sources.iter().filter(|source| !source.span.is_empty());
        let named = named.find(|source| source.span.contains_inclusive(position));
        let (question, span) = match named {
            Some(source) => (source.question, source.span),
            None if answer.title.contains_inclusive(position) && !answer.title.is_empty() => {
                (answer.question, answer.title)
            }
            None => return None,
        };
        view.input.bank.get(question).map(|_| Subject { question, span, kind: SubjectKind::Name })
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing::Fixture;
    use super::*;
    use crate::text::slice;

    fn found(text: &str) -> Option<(String, u32, SubjectKind)> {
        let fixture = Fixture::new(text);
        let subject = fixture.view(|view| subject(view, fixture.cursor()))?;
        Some((slice(fixture.text(), subject.span).to_owned(), subject.question, subject.kind))
    }

    fn check(text: &str, marked: &str, question: u32, kind: SubjectKind) {
        assert_eq!(found(text), Some((marked.to_owned(), question, kind)), "{text}");
    }

    #[test]
    fn references_and_names_are_found_up_to_their_ends() {
        use SubjectKind::{LinkedReference, Name, Reference};
        check("# Q501\n\nSee $0Q502.\n", "Q502", 502, Reference);
        check("# Q501\n\nSee Q502$0.\n", "Q502", 502, Reference);
        check("# Q501\r\n\r\n🦀 e\u{301} Question 5$002.\r\n", "Question 502", 502, Reference);
        check("# Q501\n\nSee [Q5$002](x.md).\n", "Q502", 502, LinkedReference);
        check("\u{feff}# Q5$001 Raft\n", "Q501", 501, Name);
        check("# Q501 R$0aft\n", "# Q501 Raft", 501, Name);
        check("---\nquestion: 5$001\n---\n# Raft\n", "501", 501, Name);
        check("# Q501 Raft beside Q5$002\n", "Q502", 502, Reference);
    }

    #[test]
    fn prose_code_and_other_documents_speak_of_none() {
        for text in ["# Q501\n\nSee$0 it.\n", "# Q501\n\n`Q5$002`\n", "# Q501\n\nQ9$099\n", "# Home\n\nQ5$002\n"] {
            assert_eq!(found(text), None, "{text}");
        }
    }

    #[test]
    fn each_answer_of_a_file_has_its_name() {
        check("# Q501 Raft\n\nText.\n\n# Q502 Pax$0os\n", "# Q502 Paxos", 502, SubjectKind::Name);
    }
}
