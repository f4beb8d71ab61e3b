//! What `tradeoff lint` does with a baseline: read, apply, write and prune it.

use anyhow::Context as _;
use camino::{Utf8Path, Utf8PathBuf};
use tradeoff_workspace::{Baseline, Run, absolute};

use crate::args::LintArgs;
use crate::output::counted;
use crate::session::Session;

/// At most so many stale entries are named.
const NAMED: usize = 10;

/// The baseline that `args` name, if they do.
pub(crate) fn read(session: &Session, args: &LintArgs) -> anyhow::Result<Option<Baseline>> {
    let Some(path) = &args.baseline else { return Ok(None) };
    Ok(Some(Baseline::read(&absolute(&session.current, path), path.as_str())?))
}

/// Marks in `run` what the baseline accepts, or, where one is to be written, everything. Says whether entries accept
/// nothing any more and still stand there.
pub(crate) fn accept(
    session: &Session,
    args: &LintArgs,
    baseline: Option<Baseline>,
    run: &mut Run,
) -> anyhow::Result<bool> {
    let current = &session.current;
    if let Some(name) = &args.write_baseline {
        let (path, folder) = place(current, name);
        let baseline = Baseline::of(run, current, &folder);
        baseline.write(&path).with_context(|| format!("{name}: cannot be written"))?;
        baseline.accept(run, current, &folder);
        session.shell.note(&format!("{name} accepts {}", counted(baseline.entries.len(), "finding")));
        return Ok(false);
    }
    let (Some(name), Some(baseline)) = (&args.baseline, baseline) else { return Ok(false) };
    let (path, folder) = place(current, name);
    let stale = baseline.accept(run, current, &folder);
    if stale.is_empty() {
        return Ok(false);
    }
    let count = counted(stale.len(), "entry");
    if args.prune_baseline {
        baseline.without(&stale).write(&path).with_context(|| format!("{name}: cannot be written"))?;
        session.shell.note(&format!("{name}: {count} taken out, with nothing left to accept"));
        return Ok(false);
    }
    if !args.quiet || args.fail_on_stale {
        let named = stale.iter().take(NAMED).map(|entry| format!("{} {}", entry.path, entry.rule));
        let mut named: Vec<String> = named.collect();
        if stale.len() > NAMED {
            named.push(format!("{} more", stale.len() - NAMED));
        }
        let named = named.join(", ");
        session.shell.note(&format!(
            "{name}: {count} with nothing left to accept, --prune-baseline takes them out: {named}"
        ));
    }
    Ok(true)
}

/// The baseline called `name`, absolute, and its folder, which its paths start from.
fn place(current: &Utf8Path, name: &Utf8Path) -> (Utf8PathBuf, Utf8PathBuf) {
    let path = absolute(current, name);
    let folder = path.parent().unwrap_or(current).to_owned();
    (path, folder)
}
