// Falsework
// SPDX-License-Identifier: MIT

/// What went out, or was meant to.
public struct JournalResponse: Sendable, Hashable {
  /// The status that was meant for the client, whether it got through or not; `nil` where there
  /// was no reply to send.
  public var status: Int?
  /// The fields, secrets redacted by `Redaction.fields(_:)`.
  public var fields: JournalFields
  /// The content as it was meant.
  public var body: JournalBody
  /// The bytes of content that were handed to the system.
  public var contentBytes: Int
  /// The bytes of head and content that were handed to the system, before TLS.
  public var wireBytes: Int

  /// Creates the response's part of an entry; redacts no field.
  public init(
    status: Int? = nil, fields: JournalFields = JournalFields(), body: JournalBody = .empty,
    contentBytes: Int = 0, wireBytes: Int = 0
  ) {
    self.status = status
    self.fields = fields
    self.body = body
    self.contentBytes = contentBytes
    self.wireBytes = wireBytes
  }
}
