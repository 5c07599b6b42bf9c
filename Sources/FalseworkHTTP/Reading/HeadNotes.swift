// Falsework
// SPDX-License-Identifier: MIT

/// What the fields of a head say about its framing, its host and its connection.
struct HeadNotes: Sendable {
  enum Host: Sendable {
    case absent
    case valid(HTTPAuthority)
    case malformed
    case repeated
  }

  enum Expectation: Sendable {
    case none
    case continuation
    case unknown
  }

  private(set) var host = Host.absent
  private(set) var expectation = Expectation.none
  private(set) var asksToClose = false
  private(set) var asksToKeepAlive = false
  private(set) var contentLength: Int?
  private var transferCodings: [TransferCoding] = []

  private enum TransferCoding: Sendable {
    case chunked
    case unknown
  }

  var hasTransferEncoding: Bool { !transferCodings.isEmpty }

  mutating func note(
    _ role: FieldRole, _ value: UnsafeBufferPointer<UInt8>
  ) throws(HTTPMessageFault) {
    switch role {
    case .other: break
    case .host: noteHost(value)
    case .expect: noteExpectation(value)
    case .connection: noteConnection(value)
    case .contentLength: try noteContentLength(value)
    case .transferEncoding: try noteTransferEncoding(value)
    }
  }

  /// Whether the connection may be used again after the message (RFC 9112 §9.3).
  func keepsAlive(_ version: HTTPVersion) -> Bool {
    switch version {
    case .http10: asksToKeepAlive && !asksToClose
    case .http11: !asksToClose
    }
  }

  /// The framing of the content; nil where the fields do not give one (RFC 9112 §6.3).
  func framing(_ version: HTTPVersion) throws(HTTPMessageFault) -> HTTPBodyFraming? {
    guard let last = transferCodings.last else { return contentLength.map { .length($0) } }
    if version == .http10 { throw .transferEncodingInHTTP10 }
    if contentLength != nil { throw .contentLengthWithTransferEncoding }
    guard last == .chunked, !transferCodings.dropLast().contains(.chunked) else {
      throw .chunkedNotLast
    }
    guard transferCodings.count == 1 else { throw .unknownTransferCoding }
    return .chunked
  }

  private mutating func noteHost(_ value: UnsafeBufferPointer<UInt8>) {
    switch host {
    case .absent: host = HTTPAuthority(bytes: value).map { .valid($0) } ?? .malformed
    case .valid, .malformed, .repeated: host = .repeated
    }
  }

  private mutating func noteExpectation(_ value: UnsafeBufferPointer<UInt8>) {
    for element in CommaList(value) {
      guard ASCII.matches(element, "100-continue") else {
        expectation = .unknown
        return
      }
      if case .none = expectation { expectation = .continuation }
    }
  }

  private mutating func noteConnection(_ value: UnsafeBufferPointer<UInt8>) {
    for element in CommaList(value) {
      asksToClose = asksToClose || ASCII.matches(element, "close")
      asksToKeepAlive = asksToKeepAlive || ASCII.matches(element, "keep-alive")
    }
  }

  private mutating func noteContentLength(
    _ value: UnsafeBufferPointer<UInt8>
  ) throws(HTTPMessageFault) {
    if contentLength != nil { throw .repeatedContentLength }
    guard let length = ASCII.decimal(value) else { throw .malformedContentLength }
    contentLength = length
  }

  /// Deviation: RFC 9110 §5.6.1 asks recipients to pass over empty list elements; here they are
  /// refused, and so are parameters, because no coding that is accepted has any.
  private mutating func noteTransferEncoding(
    _ value: UnsafeBufferPointer<UInt8>
  ) throws(HTTPMessageFault) {
    for element in CommaList(value) {
      guard !element.isEmpty, element.allSatisfy(ASCII.isToken) else {
        throw .malformedTransferEncoding
      }
      transferCodings.append(ASCII.matches(element, "chunked") ? .chunked : .unknown)
    }
  }
}
