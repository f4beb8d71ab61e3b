//! Reading `tradeoff.toml`, with every complaint at its place.

use serde_json::Value;
use toml::de::{DeTable, DeValue};

use super::Config;
use crate::text::{Span, span};

/// Why a configuration cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct ConfigError {
    /// Where, as far as the parser can tell.
    pub span: Span,
    /// What is wrong, in one line.
    pub message: String,
}

/// Something in a configuration that has no effect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigProblem {
    /// Where.
    pub span: Span,
    /// What is wrong and what was likely meant.
    pub message: String,
}

impl Config {
    /// Reads a configuration. A file that is no TOML, or that has a value of the wrong type, is an error; keys
    /// that nobody knows are problems, and the rest of the file holds.
    pub fn parse(text: &str) -> Result<(Self, Vec<ConfigProblem>), ConfigError> {
        let config = toml::from_str(text).map_err(|error| config_error(&error))?;
        let table = DeTable::parse(text).map_err(|error| config_error(&error))?;
        let schema = Self::schema();
        let mut problems = Vec::new();
        check_keys(table.get_ref(), &schema, &schema, &mut String::new(), &mut problems);
        problems.sort_by_key(|problem| problem.span.start());
        Ok((config, problems))
    }
}

fn config_error(error: &toml::de::Error) -> ConfigError {
    let message = error.message().lines().collect::<Vec<_>>().join("; ");
    ConfigError { span: span(error.span().unwrap_or(0..0)), message }
}

/// Reports the keys of `table` that `schema` does not name, at any depth; `path` is where the table stands.
fn check_keys(
    table: &DeTable<'_>,
    schema: &Value,
    root: &Value,
    path: &mut String,
    problems: &mut Vec<ConfigProblem>,
) {
    let properties = schema.get("properties").and_then(Value::as_object);
    for (key, value) in table {
        let name = key.get_ref();
        let property = properties.and_then(|properties| properties.get(&**name));
        // `false` where a table has no other keys.
        let other = schema.get("additionalProperties").filter(|other| **other != Value::Bool(false));
        let Some(property) = property.or(other) else {
            let known = properties.into_iter().flat_map(serde_json::Map::keys).map(String::as_str);
            let place = if path.is_empty() { String::new() } else { format!(" in [{path}]") };
            let message = format!("unknown key `{name}`{place}{}", suggestion(name, known));
            problems.push(ConfigProblem { span: span(key.span()), message });
            continue;
        };
        let length = path.len();
        if !path.is_empty() {
            path.push('.');
        }
        path.push_str(name);
        check_value(value.get_ref(), resolve(property, root), root, path, problems);
        path.truncate(length);
    }
}

fn check_value(
    value: &DeValue<'_>,
    schema: &Value,
    root: &Value,
    path: &mut String,
    problems: &mut Vec<ConfigProblem>,
) {
    match value {
        DeValue::Table(table) => check_keys(table, schema, root, path, problems),
        DeValue::Array(items) => {
            if let Some(item_schema) = schema.get("items") {
                for item in items {
                    check_value(item.get_ref(), resolve(item_schema, root), root, path, problems);
                }
            }
        }
        _ => {}
    }
}

/// Follows a `$ref` into the schema's definitions.
fn resolve<'s>(schema: &'s Value, root: &'s Value) -> &'s Value {
    let pointer = schema.get("$ref").and_then(Value::as_str).and_then(|reference| reference.strip_prefix('#'));
    pointer.and_then(|pointer| root.pointer(pointer)).unwrap_or(schema)
}

/// "; did you mean `x`?" where some known name is close to `name`.
pub fn suggestion<'n>(name: &str, known: impl Iterator<Item = &'n str>) -> String {
    let close = known.map(|known| (strsim::damerau_levenshtein(name, known), known)).min();
    match close {
        Some((distance, known)) if distance <= 2.max(name.len() / 3) => format!("; did you mean `{known}`?"),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::slice;

    fn problems(text: &str) -> Vec<(&str, String)> {
        let (_, problems) = Config::parse(text).expect("the configuration is TOML of the right types");
        problems.into_iter().map(|problem| (slice(text, problem.span), problem.message)).collect()
    }

    #[test]
    fn unknown_keys_are_reported_at_their_place() {
        let text = "anwsers = []\n[bank]\nbuiltn = true\n[[overrides]]\npaths = []\nseverity = 1\n";
        assert_eq!(
            problems(text),
            [
                ("anwsers", "unknown key `anwsers`; did you mean `answers`?".to_owned()),
                ("builtn", "unknown key `builtn` in [bank]; did you mean `builtin`?".to_owned()),
                ("severity", "unknown key `severity` in [overrides]".to_owned()),
            ]
        );
    }

    #[test]
    fn names_that_users_choose_are_not_unknown_keys() {
        assert_eq!(problems("[considerations.privacy]\nterms = ['GDPR']\n[rules]\nomitted-privacy = 'off'\n"), []);
        assert_eq!(problems("[considerations.privacy]\nterm = []\n").len(), 1);
    }

    #[test]
    fn a_value_of_the_wrong_type_is_an_error_at_its_place() {
        let text = "[rules]\nomitted-cost = 'loud'\n";
        let error = Config::parse(text).expect_err("`loud` is no severity");
        assert_eq!(slice(text, error.span), "'loud'");
        insta::assert_snapshot!(error, @"unknown variant `loud`, expected one of `error`, `warning`, `info`, `hint`, `off`");
    }
}
