//! `textDocument/codeAction` and `codeAction/resolve`.

use serde::{Deserialize, Serialize};
use serde_json::json;
use tower_lsp::ls_types::{
    ClientCapabilities, CodeAction, CodeActionContext, CodeActionDisabled, CodeActionKind, CodeActionOrCommand,
    CodeActionParams, CodeActionResponse, CodeActionTriggerKind, Command, Diagnostic, Position, TextEdit, Uri,
    WorkspaceEdit,
};
use tradeoff_analysis::features::{self, Action, ActionEffect, ActionKind};
use tradeoff_analysis::rules::{self, Finding};
use tradeoff_analysis::text::{Offset, Span};

use super::commands::OPEN_SHEET;
use crate::convert::Places;
use crate::diagnostics::finding_to_diagnostic;
use crate::document::OpenDocument;
use crate::edits::Edits;
use crate::session::Session;
use crate::snippet_edit::{self, escape, snippet_edit};
use crate::state::Snapshot;

/// The kind of what fixes all. Clients that ask for `source.fixAll` when a document is saved get it, too.
pub(crate) const FIX_ALL: CodeActionKind = CodeActionKind::new("source.fixAll.tradeoff");

/// The client's side of code actions. Whatever it leaves out, it cannot do.
#[expect(clippy::struct_excessive_bools, reason = "each is one thing that a client can do or not")]
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Abilities {
    /// Whether it takes actions with an edit; otherwise only commands.
    pub(super) has_literals: bool,
    /// Whether it asks for the edit of an action when that is chosen, and hands back what we need for it.
    pub(super) resolves_edits: bool,
    /// Whether it shows why an action cannot be taken.
    shows_disabled: bool,
    /// Whether an edit can put the cursor somewhere.
    has_snippet_edits: bool,
    /// Whether it can have a command carried out that shows a document.
    opens_sheets: bool,
}

impl Abilities {
    pub(crate) fn new(client: &ClientCapabilities) -> Self {
        let workspace = client.workspace.as_ref();
        let edits = workspace.and_then(|workspace| workspace.workspace_edit.as_ref());
        let has_versions = edits.and_then(|edits| edits.document_changes).unwrap_or(false);
        let executes = workspace.is_some_and(|workspace| workspace.execute_command.is_some());
        let shows = client.window.as_ref().and_then(|window| window.show_document.as_ref());
        let action = client.text_document.as_ref().and_then(|document| document.code_action.clone());
        let action = action.unwrap_or_default();
        let resolved = action.resolve_support.map(|support| support.properties).unwrap_or_default();
        Self {
            has_literals: action.code_action_literal_support.is_some(),
            resolves_edits: resolved.iter().any(|property| property == "edit")
                && action.data_support.unwrap_or(false),
            shows_disabled: action.disabled_support.unwrap_or(false),
            has_snippet_edits: has_versions && snippet_edit::is_declared(client),
            opens_sheets: executes && shows.is_some_and(|show| show.support),
        }
    }
}

/// What `resolve` needs to know again: requests are stateless.
#[derive(Deserialize, Serialize)]
struct Data {
    uri: Uri,
}

pub(crate) fn code_action(snapshot: &Snapshot, params: &CodeActionParams) -> Option<CodeActionResponse> {
    let session = &*snapshot.session;
    let abilities = session.actions;
    if !abilities.has_literals && !abilities.opens_sheets {
        return None;
    }
    let (document, analysed) = snapshot.analysed(&params.text_document.uri)?;
    let places = analysed.places(session);
    let selection = places.range_to_span(params.range);
    let wish = Wish::of(&params.context);
    let answering = Answering { document: &document, session, places, known: &params.context.diagnostics };
    let actions: CodeActionResponse = analysed.view_among(&document, snapshot, |view| {
        let fix_all = if wish.wants_fix_all() { features::fix_all_offer(view) } else { None };
        let offers = features::actions(view, selection, wish.is_invoked).into_iter().chain(fix_all);
        let wanted = offers.filter(|offer| wish.wants(offer));
        let answers = wanted.filter_map(|mut offer| {
            if offer.effect == ActionEffect::FixAll && !abilities.resolves_edits {
                offer.effect = ActionEffect::Edits(features::fix_all(view, selection.start()));
            }
            match offer.effect {
                // A command in an action says no more than by itself, and some clients take the one for the other.
                ActionEffect::Sheet(number) => {
                    abilities.opens_sheets.then(|| answering.sheet(offer.title, number))
                }
                _ if abilities.has_literals => answering.literal(offer),
                _ => None,
            }
        });
        answers.collect()
    });
    (!actions.is_empty()).then_some(actions)
}

/// Adds the edits that were left for later.
pub(crate) fn resolve(snapshot: &Snapshot, mut action: CodeAction) -> CodeAction {
    let data = action.data.clone().and_then(|data| serde_json::from_value::<Data>(data).ok());
    let edit = data.and_then(|data| {
        let (document, analysed) = snapshot.analysed(&data.uri)?;
        let places = analysed.places(&snapshot.session);
        let start = places.position_to_offset(Position::default());
        let edits = analysed.view_among(&document, snapshot, |view| features::fix_all(view, start));
        Some(Edits::of(&document, edits_to_lsp(edits, places)).into_plain_edit(&snapshot.session))
    });
    action.edit = edit.or(action.edit);
    action
}

/// What the client asks for.
struct Wish<'a> {
    only: Option<&'a [CodeActionKind]>,
    /// Whether somebody asks what can be done, rather than the editor by itself. Clients that do not say which are
    /// older than the difference.
    is_invoked: bool,
}

impl<'a> Wish<'a> {
    fn of(context: &'a CodeActionContext) -> Self {
        let is_invoked = context.trigger_kind != Some(CodeActionTriggerKind::AUTOMATIC);
        Self { only: context.only.as_deref(), is_invoked }
    }

    fn wants_fix_all(&self) -> bool {
        self.only.map_or(self.is_invoked, |only| only.iter().any(|kind| includes(kind, Some(&FIX_ALL))))
    }

    fn wants(&self, offer: &Action<'_>) -> bool {
        let kind = kind_to_lsp(offer.kind);
        let is_of_kind = self.only.is_none_or(|only| only.iter().any(|asked| includes(asked, kind.as_ref())));
        // That nothing can be done is of use only to somebody who asked for this very thing.
        let is_useful =
            !matches!(offer.effect, ActionEffect::Disabled(_)) || (self.is_invoked && self.only.is_some());
        is_of_kind && is_useful
    }
}

/// Whether a client that asks for `asked` means `kind` as well: kinds are hierarchical.
fn includes(asked: &CodeActionKind, kind: Option<&CodeActionKind>) -> bool {
    let asked = asked.as_str();
    let rest = kind.and_then(|kind| kind.as_str().strip_prefix(asked));
    asked.is_empty() || rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

fn kind_to_lsp(kind: ActionKind) -> Option<CodeActionKind> {
    match kind {
        ActionKind::QuickFix => Some(CodeActionKind::QUICKFIX),
        ActionKind::Refactor => Some(CodeActionKind::REFACTOR),
        ActionKind::FixAll => Some(FIX_ALL),
        ActionKind::Other => None,
    }
}

/// What the answer to one request is made with.
struct Answering<'a> {
    document: &'a OpenDocument,
    session: &'a Session,
    places: Places<'a>,
    /// The diagnostics that the client sent with its request.
    known: &'a [Diagnostic],
}

impl Answering<'_> {
    /// `offer` as an action with all that belongs to it; nothing for one that the client cannot make use of.
    fn literal(&self, offer: Action<'_>) -> Option<CodeActionOrCommand> {
        let session = self.session;
        let diagnostics: Vec<Diagnostic> = offer.findings.iter().map(|finding| self.diagnostic(finding)).collect();
        let mut action = CodeAction {
            kind: kind_to_lsp(offer.kind),
            diagnostics: (!diagnostics.is_empty()).then_some(diagnostics),
            is_preferred: offer.preferred.then_some(true),
            ..CodeAction::default()
        };
        match offer.effect {
            ActionEffect::Sheet(_) => return None,
            ActionEffect::Disabled(_) if !session.actions.shows_disabled => return None,
            ActionEffect::Disabled(reason) => {
                action.disabled = Some(CodeActionDisabled { reason: reason.to_owned() });
            }
            ActionEffect::FixAll => {
                action.data = serde_json::to_value(Data { uri: self.document.uri.clone() }).ok();
            }
            ActionEffect::Blank { at, before, blank, after } => {
                action.edit = Some(self.blank(at, &before, blank, &after));
            }
            ActionEffect::Edits(edits) => {
                let edits = edits_to_lsp(edits, self.places);
                action.edit = Some(Edits::of(self.document, edits).into_plain_edit(session));
            }
        }
        Some(CodeActionOrCommand::CodeAction(CodeAction { title: offer.title, ..action }))
    }

    /// An edit that puts the cursor where something is left to write, in clients that can do that.
    fn blank(&self, at: Offset, before: &str, blank: &str, after: &str) -> WorkspaceEdit {
        let range = self.places.span_to_range(Span::empty(at));
        if !self.session.actions.has_snippet_edits {
            let edit = TextEdit { range, new_text: format!("{before}{blank}{after}") };
            return Edits::of(self.document, vec![edit]).into_plain_edit(self.session);
        }
        let snippet = format!("{}${{1:{}}}{}", escape(before), escape(blank), escape(after));
        snippet_edit(self.document, range, snippet)
    }

    /// The finding's diagnostic as the client sent it, so that it finds its own again; else a new one.
    fn diagnostic(&self, finding: &Finding) -> Diagnostic {
        let own = finding_to_diagnostic(finding, self.places, &self.document.uri, self.session);
        let is_same =
            |one: &&Diagnostic| one.code == own.code && one.range == own.range && one.source == own.source;
        self.known.iter().find(is_same).cloned().unwrap_or(own)
    }

    /// The command that shows the sheet of a question in this document's bank.
    fn sheet(&self, title: String, number: u32) -> CodeActionOrCommand {
        CodeActionOrCommand::Command(Command {
            title,
            command: OPEN_SHEET.to_owned(),
            arguments: Some(vec![json!({ "number": number, "uri": self.document.uri })]),
        })
    }
}

fn edits_to_lsp(edits: Vec<rules::TextEdit>, places: Places<'_>) -> Vec<TextEdit> {
    let edits = edits.into_iter();
    edits.map(|edit| TextEdit { range: places.span_to_range(edit.span), new_text: edit.text }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_hierarchical() {
        let asked = |asked: &'static str, kind: Option<&CodeActionKind>| includes(&asked.into(), kind);
        for kind in ["", "source", "source.fixAll", "source.fixAll.tradeoff"] {
            assert!(asked(kind, Some(&FIX_ALL)), "{kind}");
        }
        for kind in ["source.fix", "source.fixAll.tradeoff.more", "source.organizeImports", "quickfix"] {
            assert!(!asked(kind, Some(&FIX_ALL)), "{kind}");
        }
        assert!(asked("", None) && !asked("quickfix", None));
    }
}
