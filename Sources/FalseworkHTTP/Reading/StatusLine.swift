// Falsework
// SPDX-License-Identifier: MIT

import HTTPTypes

/// The first line of a response (RFC 9112 §4).
struct StatusLine: Sendable {
  let version: HTTPVersion
  let status: HTTPResponse.Status

  private static let codeStart = 9
  private static let codeEnd = 12

  /// Reads a line that has lost its line ending.
  ///
  /// Deviation: the space before an empty reason phrase may be missing, because servers that do so
  /// are common and nothing can be smuggled that way.
  init(_ line: UnsafeBufferPointer<UInt8>) throws(HTTPResponseFailure.Reason) {
    guard line.count >= Self.codeEnd, line[Self.codeStart - 1] == ASCII.space else {
      throw .malformedStatusLine
    }
    switch HTTPVersion.read(UnsafeBufferPointer(rebasing: line[..<(Self.codeStart - 1)])) {
    case .supported(let version): self.version = version
    case .unsupported: throw .unsupportedVersion
    case .malformed: throw .malformedStatusLine
    }
    let digits = UnsafeBufferPointer(rebasing: line[Self.codeStart..<Self.codeEnd])
    guard let code = ASCII.decimal(digits), code >= 100,
      line.count == Self.codeEnd || line[Self.codeEnd] == ASCII.space
    else { throw .malformedStatusLine }
    let reason = line.dropFirst(Self.codeEnd + 1)
    guard reason.allSatisfy(ASCII.isFieldText) else { throw .malformedStatusLine }
    // A reason phrase is ISO Latin 1 (RFC 9112 §4 has it as obs-text).
    var phrase = String.UnicodeScalarView()
    phrase.append(contentsOf: reason.lazy.map { Unicode.Scalar($0) })
    self.status = HTTPResponse.Status(code: code, reasonPhrase: String(phrase))
  }
}
