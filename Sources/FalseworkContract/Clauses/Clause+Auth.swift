// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkFaults
internal import FalseworkJournal

extension Clause {
  /// What is asked of whoever has a key.
  static let auth: [Clause] = [
    Clause(
      "auth.key-present", .must, "Every call to the queue, to runs and to the storage has the key.",
      why: "Without it the call is refused, and a job that exists cannot be asked about.",
      .observed("401 Cannot access application without Authorization"),
      .conduct { talk in
        let calls = talk.calls.filter(\.isForAPI)
        guard !calls.isEmpty else { return .notExercised }
        return .kept(
          unless: evidence(of: calls.filter { $0.fields.authorization == nil }) {
            "\($0.title) was asked without a key"
          })
      }),
    Clause(
      "auth.key-scheme", .must, "A key is shown as `Authorization: Key id:secret`.",
      why: "fal takes `Bearer` for short-lived tokens only, and refuses keys in it.",
      .documented("fal's authentication page; the clients' auth modules"),
      .conduct { talk in
        let calls = talk.calls.filter { $0.isForAPI && $0.fields.authorization != nil }
        let hasToken = !talk.calls(.token).isEmpty
        guard !calls.isEmpty else { return .notExercised }
        let wrong = calls.filter { call in
          let scheme = call.fields.authorization?.prefix { $0 != " " }.lowercased()
          return scheme != "key" && !(hasToken && scheme == "bearer")
        }
        return .kept(
          unless: evidence(of: wrong) {
            "\($0.title) shows its key as \($0.fields.authorization ?? "")"
          })
      }),
    Clause(
      "auth.key-not-to-files", .must, "The key is not sent along when a file is fetched.",
      why: "Files are public and lie on other hosts: each of them, and each redirection, would "
        + "learn the key.",
      .observed("result files are served without authentication"),
      .conduct { talk in
        let calls = talk.downloads
        guard !calls.isEmpty else { return .notExercised }
        return .kept(
          unless: evidence(of: calls.filter { $0.fields.authorization != nil }) {
            "\($0.title) on \($0.entry.request.host) was asked with the key"
          })
      }),
    Clause(
      "auth.key-not-in-url", .must, "The key stands in no URL.",
      why: "URLs end up in logs, histories and the hands of webhook receivers.",
      .documented("RFC 9110 §17.9"),
      .conduct { talk in
        guard talk.calls.contains(where: \.isForAPI) else { return .notExercised }
        return .kept(
          unless: talk.notes(.keyInURL).map { Evidence("\($0.call.title): \($0.text)", $0.call) })
      }),
    Clause(
      "auth.key-not-in-output", .must, "The key's secret is not written to the output.",
      why: "Output is kept by CI and by whoever reads over a shoulder.",
      .inferred("secrets in logs are how keys leak"),
      .conduct { talk in
        .kept(
          unless: talk.outcome.hasWrittenKey
            ? [Evidence("the secret of FAL_KEY stands in the client's output")] : [])
      }),
  ]
}
