// Falsework
// SPDX-License-Identifier: MIT

/// What an exchange is about, as rules name it.
public enum FaultOperation: String, Sendable, Hashable, CaseIterable {
  /// A client opens a connection, or a tunnel through the proxy door.
  case connect
  /// The TLS handshake of a connection.
  case handshake
  /// A request is put into the queue.
  case submit
  /// A synchronous run.
  case run
  /// A poll of a request's status.
  case status
  /// The status of a request as a stream of events.
  case stream
  /// The result of a request.
  case result
  /// The cancellation of a request.
  case cancel
  /// Bytes of a file go up, whole or in parts.
  case upload
  /// A file is fetched.
  case file
  /// The storage is asked where an upload may go.
  case storage
  /// A short-lived token is asked for.
  case token
  /// An OpenAPI document, the list of models or their prices.
  case document
  /// The keys by which webhooks are verified.
  case keys
  /// The mock delivers a webhook.
  case webhook
  /// Anything else, such as a path that fal does not have.
  case other

  /// The operations of HTTP exchanges, which a rule without `operation` is about.
  public static let exchanges = Set(allCases).subtracting([.connect, .handshake, .webhook])

  /// The operations that make a job.
  public static let submissions: Set<FaultOperation> = [.submit, .run]

  /// The operations that ask about a job that exists.
  public static let questions: Set<FaultOperation> = [.status, .stream, .result, .cancel]

  /// The operations that know their job.
  public static let aboutJobs = submissions.union(questions).union([.webhook])

  /// The operations whose replies are JSON, or events of JSON.
  static let answeredInJSON: Set<FaultOperation> = [
    .submit, .run, .status, .stream, .result, .cancel, .upload, .storage, .token, .document, .keys,
    .other,
  ]
}
