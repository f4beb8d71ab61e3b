//! The one entry point: from a text to everything we know about it.

use crate::answer::{self, Answer, Candidate, Recognition, Section};
use crate::bank::Bank;
use crate::config::{ConsiderationId, Settings};
use crate::considerations::{self, Judged, Judgement, LEARNED, Scope};
use crate::decision::{self, Decision};
use crate::markdown::{Dialect, Joined, Markdown};
use crate::rules::{self, Finding, Severity};
use crate::surroundings::Surroundings;
use crate::text::Span;

/// A text and what is known about it.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// The whole text, byte order mark included.
    pub text: &'a str,
    /// Where the document lies, with forward slashes; only its last components are read. `None` for a document
    /// without a file.
    pub path: Option<&'a str>,
    /// The same below the folder of the configuration, for its globs.
    pub below_config: Option<&'a str>,
    /// The questions.
    pub bank: &'a Bank,
    /// The configuration in force.
    pub settings: &'a Settings,
    /// The other files, where somebody knows them.
    pub surroundings: Option<&'a dyn Surroundings>,
}

/// Everything we know about one document.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Analysis {
    /// The parsed document.
    pub markdown: Markdown,
    /// Its answers, in order.
    pub answers: Vec<AnswerReport>,
    /// A number that might be ours. Only in documents without answers.
    pub candidate: Option<Candidate>,
    /// All findings in order of their place, suppressed ones included.
    pub findings: Vec<Finding>,
}

impl Analysis {
    /// Whether the document says `status: draft`.
    pub fn is_draft(&self) -> bool {
        is_draft(&self.markdown)
    }
}

/// One answer with its verdicts.
#[derive(Clone, Debug, PartialEq)]
pub struct AnswerReport {
    /// Which question, where.
    pub answer: Answer,
    /// Its trade-off sections, in order.
    pub tradeoff_sections: Vec<Section>,
    /// The verdict on each required consideration, in the configuration's order. Empty where there is no
    /// trade-off section to judge.
    pub judgements: Vec<(ConsiderationId, Judgement)>,
    /// The language of the trade-off section, where it is not English: then there are no verdicts on what only
    /// English words can tell.
    pub other_language: Option<String>,
    /// What the trade-off sections say about the decision itself. `None` where that cannot be told: there is no
    /// section, it is in another language, or it is only a note.
    pub decision: Option<Decision>,
    /// How far the answer is.
    pub state: State,
}

impl AnswerReport {
    /// Whether the verdict on `id` counts: not where nothing is written yet, for an unanswered question is no faulty
    /// answer, and not where it hangs on English and the section is in another language.
    pub fn is_judged(&self, id: ConsiderationId) -> bool {
        let is_readable = self.other_language.is_none() || usize::from(id.0) >= LEARNED.len();
        self.answer.has_prose && is_readable
    }

    /// The judgements that count.
    pub fn judged(&self) -> impl Iterator<Item = (ConsiderationId, &Judgement)> {
        let judged = self.judgements.iter().filter(|(id, _)| self.is_judged(*id));
        judged.map(|(id, judgement)| (*id, judgement))
    }
}

/// How far an answer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// No prose.
    Unanswered,
    /// `status: draft` in the front matter.
    Draft,
    /// It has findings of warning or error.
    Answered,
    /// It has none.
    Argued,
}

impl State {
    /// Its name in the output and in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Unanswered => "unanswered",
            Self::Draft => "draft",
            Self::Answered => "answered",
            Self::Argued => "argued",
        }
    }
}

/// Analyses one document.
pub fn analyse(input: &Input<'_>) -> Analysis {
    let (markdown, recognition) = recognise(input);
    complete(input, markdown, recognition)
}

/// Analyses the files of a numbered folder as one answer.
///
/// The text of `input` is the joined text, its paths are those of the first file, and spans in the result point
/// into the joined text.
pub fn analyse_joined(input: &Input<'_>, joined: &Joined) -> Analysis {
    let (markdown, recognition) = recognise_joined(input, joined);
    complete(input, markdown, recognition)
}

/// Parses one document and finds its answers, and judges nothing.
pub(crate) fn recognise(input: &Input<'_>) -> (Markdown, Recognition) {
    let dialect = input.path.map_or(Dialect::CommonMark, Dialect::of_path);
    let markdown = Markdown::parse(input.text, dialect);
    let recognition = answer::recognise(input.text, &markdown, input.path, is_confirmed(input), input.bank);
    (markdown, recognition)
}

/// The same for the files of a numbered folder.
pub(crate) fn recognise_joined(input: &Input<'_>, joined: &Joined) -> (Markdown, Recognition) {
    let markdown = Markdown::parse_joined(joined);
    let recognition = answer::recognise_folder(input.text, &markdown, input.path, is_confirmed(input), input.bank);
    (markdown, recognition)
}

pub(crate) fn is_confirmed(input: &Input<'_>) -> bool {
    input.below_config.is_some_and(|path| input.settings.confirms(path))
}

fn complete(input: &Input<'_>, markdown: Markdown, recognition: Recognition) -> Analysis {
    let Recognition { answers, candidate, .. } = recognition;
    let answers = answers.into_iter().map(|answer| judge(input, &markdown, answer)).collect();
    let found = check(input, &markdown, answers, |_| None);
    found.of(markdown, candidate)
}

/// What was found in a document that somebody else holds.
pub(crate) struct Found {
    answers: Vec<AnswerReport>,
    findings: Vec<Finding>,
}

impl Found {
    pub(crate) fn of(self, markdown: Markdown, candidate: Option<Candidate>) -> Analysis {
        Analysis { markdown, answers: self.answers, candidate, findings: self.findings }
    }
}

/// Runs the rules on judged answers. `earlier` has the findings of an earlier analysis about the answer with an index,
/// where its words are the same; see [`rules::check_after`].
pub(crate) fn check(
    input: &Input<'_>,
    markdown: &Markdown,
    mut answers: Vec<AnswerReport>,
    earlier: impl Fn(usize) -> Option<Vec<Finding>>,
) -> Found {
    let is_draft = is_draft(markdown);
    let findings = rules::check_after(input, markdown, &answers, is_draft, earlier);
    for report in &mut answers {
        report.state = state(report, is_draft, &findings);
    }
    Found { answers, findings }
}

/// Judges one answer of a document. Its state is known once the rules have run.
pub(crate) fn judge(input: &Input<'_>, markdown: &Markdown, answer: Answer) -> AnswerReport {
    let tradeoff_sections = answer::tradeoff_sections(&answer, markdown, input.settings);
    let Judged { judgements, other_language } = if tradeoff_sections.is_empty() {
        Judged::default()
    } else {
        let within: Vec<Span> = tradeoff_sections.iter().map(|section| section.span).collect();
        let required = &input.settings.for_path(input.below_config.unwrap_or_default()).required;
        considerations::judge(markdown, Scope { within: &within, without: &[] }, input.settings, required)
    };
    let decision = if other_language.is_none() && answer.has_prose {
        decision::read(markdown, &answer, &tradeoff_sections)
    } else {
        None
    };
    AnswerReport { answer, tradeoff_sections, judgements, other_language, decision, state: State::Unanswered }
}

fn is_draft(markdown: &Markdown) -> bool {
    let status = markdown.front_matter.as_ref().and_then(|front_matter| front_matter.get("status"));
    status.is_some_and(|status| status.value.eq_ignore_ascii_case("draft"))
}

fn state(report: &AnswerReport, is_draft: bool, findings: &[Finding]) -> State {
    let answer = &report.answer;
    let is_serious = |finding: &Finding| !finding.suppressed && finding.severity >= Severity::Warning;
    // They are in order of place, and a file may hold many answers.
    let first = findings.partition_point(|finding| finding.span.start() < answer.span.start());
    let own = findings[first..].iter().take_while(|finding| finding.span.start() <= answer.span.end());
    let mut own = own.filter(|finding| answer.span.contains_range(finding.span));
    if !answer.has_prose {
        State::Unanswered
    } else if is_draft {
        State::Draft
    } else if own.any(is_serious) {
        State::Answered
    } else {
        State::Argued
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::text::slice;

    static SHEETS: &[(&str, &str)] =
        &[("0501-raft.md", "# Walk through Raft.\n"), ("0502-paxos.md", "# Walk through Paxos.\n")];

    /// The questions answered by `files` in the folder `501-raft`, and the findings: rule, file, source.
    fn folder(configuration: &str, files: &[(&str, &str)]) -> (Vec<u32>, Vec<String>) {
        let bank = Bank::builtin(SHEETS);
        let (config, _) = Config::parse(configuration).expect("the configuration is valid");
        let settings = Settings::new(config).expect("its globs are valid");
        let joined = Joined::new(files.iter().copied());
        let path = format!("501-raft/{}", files[0].0);
        let path = Some(path.as_str());
        let input = Input {
            text: &joined.text,
            path,
            below_config: path,
            bank: &bank,
            settings: &settings,
            surroundings: None,
        };
        let analysis = analyse_joined(&input, &joined);
        let findings = analysis.findings.iter().filter(|finding| !finding.suppressed).map(|finding| {
            let part = analysis.markdown.part_at(finding.span.start()).expect("it lies in a file");
            let edits = finding.fix.iter().flat_map(|fix| &fix.edits);
            assert!(edits.into_iter().all(|edit| part.span.contains_range(edit.span)), "{finding:?}");
            format!("{} {} {:?}", finding.rule, part.name, slice(&joined.text, finding.span))
        });
        (analysis.answers.iter().map(|report| report.answer.question).collect(), findings.collect())
    }

    const NOTHING: &str = "[tradeoffs]\nrequired = []\n";
    const PRIVACY: &str = "[considerations.privacy]\n[tradeoffs]\nrequired = ['privacy']\n";
    const PROBLEM: (&str, &str) = ("01-problem.md", "Machines fail.\n");
    const TRADEOFFS: (&str, &str) = ("07-trade-offs.md", "# Which, then\n\nWe take it.\n");

    #[test]
    fn a_file_called_trade_offs_is_the_trade_off_section() {
        assert_eq!(folder(NOTHING, &[PROBLEM, TRADEOFFS]), (vec![501], vec![]));
        let omitted = "omitted-privacy 07-trade-offs.md \"\"".to_owned();
        assert_eq!(
            folder(PRIVACY, &[PROBLEM, TRADEOFFS, ("08-end.md", "## Privacy\n\nNo names are kept.\n")]),
            (vec![501], vec![omitted])
        );
    }

    #[test]
    fn a_section_ends_with_its_file() {
        let first = ("01-problem.md", "Machines fail.\n\n## Trade-offs\n\nText.");
        let (_, findings) = folder(PRIVACY, &[first, PROBLEM]);
        assert_eq!(findings, ["omitted-privacy 01-problem.md \"## Trade-offs\""]);
    }

    #[test]
    fn without_the_section_the_first_file_is_told() {
        let missing = "missing-tradeoffs 01-problem.md \"\"".to_owned();
        assert_eq!(folder(NOTHING, &[PROBLEM, ("02-end.md", "End.")]), (vec![501], vec![missing]));
    }

    #[test]
    fn front_matter_then_title_then_the_folder_decide() {
        let answered = |text: &str| folder(NOTHING, &[("01.md", text), TRADEOFFS]).0;
        assert_eq!(answered("---\nquestion: 502\n---\n# Q501\n"), [502]);
        assert_eq!(answered("# Q502. Paxos\n"), [502]);
        assert_eq!(answered("# My notes\n\n## Q502. Paxos\n"), [501]);
    }

    #[test]
    fn a_comment_at_the_top_of_a_file_covers_that_file() {
        let covered =
            ("07-trade-offs.md", "<!-- tradeoff-ignore-file omitted-privacy: no people in it -->\n\nText.\n");
        assert_eq!(folder(PRIVACY, &[PROBLEM, covered]), (vec![501], vec![]));
        let other = ("01-problem.md", "<!-- tradeoff-ignore-file omitted-privacy: no people in it -->\n\nText.\n");
        let (_, findings) = folder(PRIVACY, &[other, TRADEOFFS]);
        let rules: Vec<_> = findings.iter().map(|finding| finding.split(' ').next().unwrap_or_default()).collect();
        assert_eq!(rules, ["unused-suppression", "omitted-privacy"]);
    }
}
