//! A completion as text: in the protocol's snippet syntax, or as it stands.

use std::fmt::Write as _;

use tradeoff_analysis::features::{Completion, Piece};

use crate::snippet_edit::escape_into;

/// The completion in the protocol's snippet syntax. Editors put their own line endings in.
pub(super) fn of(completion: &Completion) -> String {
    let is_place = |piece: &&Piece| matches!(piece, Piece::Stop | Piece::Place);
    let mut places = completion.pieces.iter().filter(is_place).count();
    let mut snippet = String::new();
    let mut stops = 0;
    let mut next = |is_last: bool| {
        // The cursor stays at the last place.
        stops += i32::from(!is_last);
        if is_last { 0 } else { stops }
    };
    for piece in &completion.pieces {
        if is_place(&piece) {
            places -= 1;
        }
        // Writing to a string cannot fail.
        match piece {
            Piece::Text(text) => escape_into(&mut snippet, text, &[]),
            Piece::Stop => drop(write!(snippet, "\n\n${}", next(places == 0))),
            Piece::Place => drop(write!(snippet, "${}", next(places == 0))),
            Piece::Choice(words) => {
                let _ = write!(snippet, "${{{}|", next(false));
                for (index, word) in words.iter().enumerate() {
                    if index > 0 {
                        snippet.push(',');
                    }
                    escape_into(&mut snippet, word, &[',', '|']);
                }
                snippet.push_str("|}");
            }
        }
    }
    snippet
}

/// The completion as it stands, in the document's line endings.
pub(super) fn plain(completion: &Completion, newline: &str) -> String {
    let texts = completion.pieces.iter().filter_map(|piece| match piece {
        Piece::Text(text) => Some(text.as_str()),
        Piece::Choice(words) => words.first().map(String::as_str),
        Piece::Stop | Piece::Place => None,
    });
    texts.collect::<String>().replace('\n', newline)
}

#[cfg(test)]
mod tests {
    use tradeoff_analysis::features::Topic;
    use tradeoff_analysis::text::Span;

    use super::*;

    fn check(pieces: Vec<Piece>, snippet: &str, text: &str) {
        let completion = Completion {
            label: String::new(),
            detail: String::new(),
            typed: Span::default(),
            replaced: Span::default(),
            filter: String::new(),
            pieces,
            topic: Topic::Answer,
            question: None,
        };
        assert_eq!(of(&completion), snippet);
        assert_eq!(plain(&completion, "\r\n"), text);
    }

    fn text(text: &str) -> Piece {
        Piece::Text(text.to_owned())
    }

    #[test]
    fn snippets_have_stops_and_escape_their_own_signs() {
        check(
            vec![text("{5 $} \\\n"), Piece::Stop, text("\nend"), Piece::Stop, text("\n")],
            "{5 \\$\\} \\\\\n\n\n$1\nend\n\n$0\n",
            "{5 $} \\\r\n\r\nend\r\n",
        );
    }

    #[test]
    fn choices_come_before_the_last_place() {
        let choice = || Piece::Choice(vec!["a,b".to_owned(), "c|d}".to_owned()]);
        check(
            vec![text("x "), choice(), text(": "), Piece::Place, text(" -->")],
            "x ${1|a\\,b,c\\|d\\}|}: $0 -->",
            "x a,b:  -->",
        );
        check(vec![text("x: "), choice()], "x: ${1|a\\,b,c\\|d\\}|}", "x: a,b");
    }
}
