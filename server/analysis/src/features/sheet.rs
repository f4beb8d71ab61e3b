//! A question's sheet as a document of its own, for whoever wants to read it beside the answer.

use super::HintStage;
use crate::bank::{Bank, Question};

/// The sheet of `question` in Markdown, as far as `hints` lets it be seen: without hints the question alone, with
/// terms the names of the key points, else everything.
pub fn sheet(bank: &Bank, question: &Question, hints: HintStage) -> String {
    let sheet = question.sheet();
    let section = bank.section_title(&question.section);
    let facts = format!("{section} · {} · {} minutes", sheet.shape, sheet.minutes);
    let facts = facts.trim_start_matches(" · ");
    let mut text = format!("# {}. {}\n\n{facts}\n", question.number, question.text());
    match hints {
        HintStage::Off => {}
        HintStage::Terms if sheet.cover.is_empty() => {}
        HintStage::Terms => {
            let terms = sheet.cover.iter().map(|point| format!("- **{}**\n", point.term));
            text.push_str(&part("Cover", &terms.collect::<String>()));
        }
        HintStage::Full => {
            let parts = sheet.parts.iter().filter(|(_, body)| !body.is_empty());
            text.extend(parts.map(|(title, body)| part(title, body)));
            if !sheet.related.is_empty() {
                let related = sheet.related.iter().map(|number| match bank.get(*number) {
                    Some(other) => format!("- Q{number}: {}\n", other.text()),
                    None => format!("- Q{number}\n"),
                });
                text.push_str(&part("Related", &related.collect::<String>()));
            }
        }
    }
    text
}

fn part(title: &str, body: &str) -> String {
    format!("\n## {title}\n\n{}\n", body.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    static SHEETS: &[(&str, &str)] = &[
        (
            "consensus/0501-raft.md",
            "---\nshape: walkthrough\nminutes: 60\nrelated: [502, 9]\n---\n# Walk through Raft.\n\n## Cover\n- **terms** (epochs): who leads.\n- **log**: what.\n\n## Cost\nThree nodes.\n\n## Pitfalls\n",
        ),
        ("0502-paxos.md", "# Paxos?\n"),
    ];

    fn shown(number: u32, hints: HintStage) -> String {
        let bank = Bank::builtin(SHEETS);
        sheet(&bank, bank.get(number).expect("the bank holds it"), hints)
    }

    const HEAD: &str = "# 501. Walk through Raft.\n\nConsensus · walkthrough · 60 minutes\n";

    #[test]
    fn everything_is_shown_at_the_full_stage() {
        let rest = "\n## Cover\n\n- **terms** (epochs): who leads.\n- **log**: what.\n\n## Cost\n\nThree nodes.\n\n## Related\n\n- Q502: Paxos?\n- Q9\n";
        assert_eq!(shown(501, HintStage::Full), format!("{HEAD}{rest}"));
    }

    #[test]
    fn terms_say_nothing_about_themselves() {
        assert_eq!(shown(501, HintStage::Terms), format!("{HEAD}\n## Cover\n\n- **terms**\n- **log**\n"));
    }

    #[test]
    fn without_hints_there_is_the_question() {
        assert_eq!(shown(501, HintStage::Off), HEAD);
    }

    #[test]
    fn a_sheet_may_have_nothing_but_a_title() {
        for hints in HintStage::ALL {
            assert_eq!(shown(502, hints), "# 502. Paxos?\n\nconcept · 45 minutes\n");
        }
    }
}
