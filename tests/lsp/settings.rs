//! What users choose in their editors: where it comes from, and what happens to what cannot be used.

use serde_json::{Value, json};

use super::client::{Client, capable};

/// A client that can be asked for settings.
fn can_be_asked() -> Value {
    let mut capabilities = capable();
    capabilities["workspace"]["configuration"] = json!(true);
    capabilities["workspace"]["didChangeConfiguration"] = json!({ "dynamicRegistration": true });
    capabilities
}

fn introduced(capabilities: &Value, options: &Value) -> Client {
    let mut client = Client::start();
    client.introduce(json!({
        "processId": null, "capabilities": capabilities, "initializationOptions": options,
        "workspaceFolders": [{ "uri": "file:///a", "name": "a" }, { "uri": "file:///b", "name": "b" }],
    }));
    client
}

/// Waits for a message to the user.
fn shown(client: &mut Client) -> String {
    let message = client.wait("a message", |message| message["method"] == "window/showMessage");
    assert_eq!(message["params"]["type"], 2, "it is a warning");
    message["params"]["message"].as_str().expect("it has a text").to_owned()
}

#[test]
fn a_wrong_value_is_reported_with_its_key_once_and_is_not_fatal() {
    let mut client = introduced(&capable(), &json!({ "codeLens": "yes", "hints": "off", "log": "debug" }));
    assert_eq!(shown(&mut client), r#"the setting `tradeoff.codeLens` must be true or false, not "yes""#);
    client.logged("hints: Off");

    let changed = |settings: Value| json!({ "settings": { "tradeoff": settings } });
    client.notify("workspace/didChangeConfiguration", changed(json!({ "hint": "terms" })));
    assert_eq!(shown(&mut client), "there is no setting `tradeoff.hint`; did you mean `hints`?");
    client.notify("workspace/didChangeConfiguration", changed(json!({ "hints": 1 })));
    assert_eq!(shown(&mut client), r#"the setting `tradeoff.hints` must be "off" or "terms" or "full", not 1"#);
    client.notify("workspace/didChangeConfiguration", changed(json!({ "hints": "terms" })));
    client.logged("hints: Terms");
    assert_eq!(client.leave().code(), Some(0));
}

#[test]
fn a_client_that_can_is_asked_for_every_folder_and_again_when_something_changes() {
    let mut client = introduced(&can_be_asked(), &json!({ "hints": "off", "log": "debug" }));
    let registration = client.wait("a registration", |message| {
        message["params"]["registrations"][0]["method"] == "workspace/didChangeConfiguration"
    });
    assert_eq!(registration["params"]["registrations"][0]["registerOptions"], json!({ "section": "tradeoff" }));

    let question = client.asked("workspace/configuration");
    let items = json!([
        { "section": "tradeoff" },
        { "scopeUri": "file:///a", "section": "tradeoff" },
        { "scopeUri": "file:///b", "section": "tradeoff" },
    ]);
    assert_eq!(question["params"]["items"], items);
    client.answer(&question, json!([{ "hints": "terms" }, { "hints": "loud" }, null]));
    client.logged("hints: Terms");
    assert_eq!(
        shown(&mut client),
        r#"the setting `tradeoff.hints` must be "off" or "terms" or "full", not "loud""#
    );

    client.notify("workspace/didChangeConfiguration", json!({ "settings": null }));
    let question = client.asked("workspace/configuration");
    client.answer(&question, json!([null, null, null]));
    client.logged("hints: Off");

    let event = json!({ "added": [{ "uri": "file:///c", "name": "c" }], "removed": [] });
    client.notify("workspace/didChangeWorkspaceFolders", json!({ "event": event }));
    let question = client.asked("workspace/configuration");
    assert_eq!(question["params"]["items"][3]["scopeUri"], "file:///c");
    assert_eq!(client.leave().code(), Some(0));
}

#[test]
fn an_old_answer_does_not_undo_a_new_one() {
    let mut client = introduced(&can_be_asked(), &json!({ "log": "debug" }));
    client.logged("hints: Full");
    let first = client.asked("workspace/configuration");
    client.notify("workspace/didChangeConfiguration", json!({ "settings": null }));
    let second = client.asked("workspace/configuration");
    client.answer(&second, json!([{ "hints": "terms" }, null, null]));
    client.logged("hints: Terms");
    client.answer(&first, json!([{ "hints": "off" }, null, null]));
    client.notify("workspace/didChangeConfiguration", json!({ "settings": null }));
    let third = client.asked("workspace/configuration");
    client.answer(&third, json!([{ "hints": "terms", "links": false }, null, null]));
    assert!(client.logged("hints: ")["params"]["message"].as_str().expect("a text").contains("links: false"));
}
