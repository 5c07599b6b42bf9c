// Falsework
// SPDX-License-Identifier: MIT

import Testing

/// What a real client is expected to do in a scenario.
struct ClientRun: Sendable, CustomTestStringConvertible {
  let scenario: String
  /// How the outcome begins, as rehearse.py words it.
  let outcome: String
  var submissionCount = 1
  var jobCount = 1
  var retryCount = 0
  var backupCount = 0

  var testDescription: String { scenario }

  /// One of each kind: the way to the server, the gateway, the queue, the model, the file, the
  /// webhook.
  static let expected = [
    ClientRun(scenario: "connect-reset", outcome: "succeeded", retryCount: 2),
    ClientRun(scenario: "tls-wrong-name", outcome: "succeeded", backupCount: 1),
    ClientRun(
      scenario: "lost-submit-reply", outcome: "succeeded", submissionCount: 2, jobCount: 2,
      retryCount: 1),
    ClientRun(scenario: "nginx-502-once", outcome: "succeeded", submissionCount: 2, retryCount: 3),
    ClientRun(
      scenario: "completed-with-error", outcome: "raised FalClientHTTPError: 503 "),
    ClientRun(
      scenario: "rejected-input",
      outcome: "raised FalClientHTTPError: 422 content_policy_violation"),
    ClientRun(
      scenario: "mesh-cut", outcome: "raised IncompleteRead: IncompleteRead(10000 bytes read, "),
    ClientRun(scenario: "cancel-ignored", outcome: "succeeded: ends with a result"),
    ClientRun(
      scenario: "webhook-tampered",
      outcome: "succeeded: webhook refused for a signature that no key fits, and again"),
    ClientRun(
      scenario: "webhook-out-of-order", outcome: "succeeded: webhooks out of order",
      submissionCount: 2, jobCount: 2),
  ]
}
