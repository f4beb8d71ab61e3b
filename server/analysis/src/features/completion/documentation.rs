//! What an editor shows beside an offer, once somebody looks at it.

use super::Topic;
use super::skeletons::required;
use crate::analyse::Input;
use crate::bank::Question;
use crate::features::HintStage;
use crate::features::markup::{code_block, code_span, escaped, shown_part};
use crate::rules;
use crate::skeleton;

/// What helps to decide about `topic`, in Markdown: what the sheet of `question` says one should weigh, as far as
/// `stage` allows, or what a rule is about.
pub fn documentation(input: &Input<'_>, question: Option<u32>, topic: &Topic, stage: HintStage) -> Option<String> {
    let question = question.and_then(|number| input.bank.get(number));
    let part = |name: &str| part(question?, name, stage);
    let parts: Vec<String> = match topic {
        Topic::Answer => {
            let question = question?;
            let skeleton = code_block(skeleton::body(question.sheet().shape));
            std::iter::once(title(question)).chain(part("Cover")).chain([skeleton]).collect()
        }
        Topic::Tradeoffs => required(input).filter_map(|consideration| part(&consideration.title)).collect(),
        Topic::Consideration(name) => {
            let consideration = input.settings.consideration(input.settings.consideration_id(name)?);
            std::iter::once(escaped(&consideration.prompt)).chain(part(&consideration.title)).collect()
        }
        Topic::Question => {
            let question = question?;
            let section = escaped(&input.bank.section_title(&question.section));
            let sheet = question.sheet();
            let facts = format!("{} · {} minutes", sheet.shape, sheet.minutes);
            let facts = if section.is_empty() { facts } else { format!("{section} · {facts}") };
            [title(question), facts].into_iter().chain(part("Cover")).collect()
        }
        Topic::Key(key) => vec![key_text(key)?.to_owned()],
        Topic::Rule(name) => {
            let rule = rules::find(name)?;
            vec![
                format!("{} ({})", code_span(name), rule.severity),
                rule.docs.what.to_owned(),
                rule.docs.why.to_owned(),
            ]
        }
        Topic::Suppression => vec![SUPPRESSION.to_owned()],
    };
    (!parts.is_empty()).then(|| parts.join("\n\n"))
}

const SUPPRESSION: &str = "Silences the rules that it names for the paragraph, list, table or section that follows, or, right under a heading, for what is reported on the heading. The reason is required: whoever reads it next year must know why.";

fn title(question: &Question) -> String {
    format!("**{}. {}**", question.number, escaped(question.text()))
}

/// A part of the sheet under its name. Of the key points, some want to see the terms only; what else the sheet
/// says about them would be the answer.
fn part(question: &Question, name: &str, stage: HintStage) -> Option<String> {
    let sheet = question.sheet();
    let text = match stage {
        HintStage::Off => return None,
        HintStage::Full => shown_part(question, sheet.part(name)?).into_owned(),
        HintStage::Terms if name != "Cover" || sheet.cover.is_empty() => return None,
        HintStage::Terms => {
            let terms = sheet.cover.iter().map(|point| format!("- {}", escaped(&point.term)));
            terms.collect::<Vec<_>>().join("\n")
        }
    };
    Some(format!("**{}**\n\n{text}", escaped(name)))
}

fn key_text(key: &str) -> Option<&'static str> {
    match key {
        "question" => Some(
            "The number of the question that this document answers. It counts before a number in the title or in the file's name.",
        ),
        "status" => Some(
            "`draft` turns errors into warnings while you write; with any other word, or without the key, everything counts.",
        ),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::Fixture;
    use super::*;

    fn text(topic: &Topic, stage: HintStage) -> Option<String> {
        Fixture::new("").view(|view| documentation(view.input, Some(501), topic, stage))
    }

    #[test]
    fn it_is_what_the_sheet_says() {
        let cost = Topic::Consideration("cost".to_owned());
        let shown = text(&cost, HintStage::Full).expect("there is something to say");
        assert!(shown.starts_with("What is paid") && shown.ends_with("**Cost**\n\nThree *nodes*."), "{shown}");
        assert_eq!(text(&Topic::Consideration("nonsense".to_owned()), HintStage::Full), None);
        let whole = text(&Topic::Answer, HintStage::Full).expect("there is something to say");
        assert!(whole.contains("- **terms** (epochs): who leads."), "{whole}");
        let question = text(&Topic::Question, HintStage::Full).expect("there is something to say");
        assert!(
            question.starts_with("**501. Walk through Raft.**\n\nConsensus · walkthrough · 60 minutes"),
            "{question}"
        );
    }

    #[test]
    fn stages_hold_back_what_one_wants_to_find_alone() {
        let cost = Topic::Consideration("cost".to_owned());
        for stage in [HintStage::Off, HintStage::Terms] {
            let shown = text(&cost, stage).expect("the prompt is no hint");
            assert!(!shown.contains("Three"), "{shown}");
            let shown = text(&Topic::Answer, stage).expect("the skeleton is no hint");
            assert!(!shown.contains("who leads"), "{shown}");
            assert_eq!(shown.contains("- terms"), stage == HintStage::Terms, "{shown}");
        }
        assert_eq!(text(&Topic::Tradeoffs, HintStage::Off), None);
    }

    #[test]
    fn rules_and_keys_say_what_they_are() {
        let rule = text(&Topic::Rule("omitted-cost".to_owned()), HintStage::Off).expect("it is a rule");
        assert!(rule.starts_with("`omitted-cost` (error)\n\nThe trade-off section never weighs"), "{rule}");
        assert!(
            text(&Topic::Key("status".to_owned()), HintStage::Off).is_some_and(|text| text.contains("`draft`"))
        );
        assert!(text(&Topic::Suppression, HintStage::Off).is_some());
        assert_eq!(text(&Topic::Rule("nonsense".to_owned()), HintStage::Full), None);
    }
}
