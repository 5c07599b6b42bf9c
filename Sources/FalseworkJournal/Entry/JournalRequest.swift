// Falsework
// SPDX-License-Identifier: MIT

/// What came in.
public struct JournalRequest: Sendable, Hashable {
  /// The method as it was sent.
  public var method: String
  /// The host that was meant, in lower case and without a port where it is one of fal's.
  public var host: String
  /// The path, without the query.
  public var path: String
  /// The query without its question mark, secrets redacted; `nil` where there is none.
  public var query: String?
  /// The fields in the order of arrival, secrets redacted by `Redaction.fields(_:)`.
  public var fields: JournalFields
  /// The content.
  public var body: JournalBody

  /// Creates the request's part of an entry; redacts neither fields nor query.
  public init(
    method: String, host: String, path: String, query: String? = nil,
    fields: JournalFields = JournalFields(),
    body: JournalBody = .empty
  ) {
    self.method = method
    self.host = host
    self.path = path
    self.query = query
    self.fields = fields
    self.body = body
  }
}
