// Falsework
// SPDX-License-Identifier: MIT

public import HTTPTypes

/// The facts of one exchange by which rules are chosen; the server fills them in.
public struct FaultSubject: Sendable {
  /// What the exchange is about.
  public var operation: FaultOperation
  /// The method in upper case; empty before there is a request.
  public var method: String
  /// The host that the client means, in lower case.
  public var host: String
  /// The path without the query.
  public var path: String
  /// The query without its question mark; `nil` for none.
  public var query: String?
  /// The fields of the request.
  public var fields: HTTPFields
  /// Whose universe the request belongs to; `nil` where no credential is seen.
  public var session: String?
  /// The id of the API key, by which rules name a session; `nil` for other credentials.
  public var keyID: String?
  /// The number of the connection.
  public var connection: UInt64
  /// The job that the exchange is about or would make.
  public var job: JobFacts?
  /// What keys the draws: session, job or digest of the body, operation.
  ///
  /// Nothing here may depend on the order in which sessions arrive.
  public var key: [String]

  /// The facts of a job.
  public struct JobFacts: Sendable, Hashable {
    /// The id; `nil` at its submission.
    public var id: String?
    /// The place among the jobs of its session, from 1; at a submission the one it would get.
    public var index: Int
    /// How far it is; `nil` at its submission.
    public var phase: JobPhase?
    /// How often the session has sent this body, this time included.
    public var attempt: Int

    /// Creates the facts of a job.
    public init(id: String? = nil, index: Int, phase: JobPhase? = nil, attempt: Int = 1) {
      self.id = id
      self.index = index
      self.phase = phase
      self.attempt = attempt
    }
  }

  /// Creates the facts of an exchange.
  public init(
    _ operation: FaultOperation, method: String = "", host: String = "", path: String = "",
    query: String? = nil, fields: HTTPFields = [:], session: String? = nil,
    connection: UInt64 = 0, job: JobFacts? = nil, key: [String]
  ) {
    self.operation = operation
    self.method = method
    self.host = host
    self.path = path
    self.query = query
    self.fields = fields
    self.session = session
    self.connection = connection
    self.job = job
    self.key = key
  }
}

/// How far a job is, in fal's three words.
public enum JobPhase: String, Sendable, Hashable, CaseIterable {
  case inQueue = "in_queue"
  case inProgress = "in_progress"
  case completed
}
