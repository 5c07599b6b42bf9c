// Falsework
// SPDX-License-Identifier: MIT

/// Where the observed reading knowingly answers otherwise than FastAPI and pydantic.
enum KnownDifference: CaseIterable {
  case unpairedSurrogate
  case encodedSurrogate
  case otherEncoding

  /// Why the answers differ.
  var reason: String {
    switch self {
    case .unpairedSurrogate:
      "an unpaired surrogate becomes U+FFFD, for a Swift string cannot hold it; "
        + "Python fails to encode the reply and sends status 500"
    case .encodedSurrogate:
      "a surrogate encoded as UTF-8 is invalid UTF-8, status 400; Python decodes it"
    case .otherEncoding:
      "a body that looks like UTF-16 or UTF-32 is read as UTF-8; Python goes by its first bytes"
    }
  }

  func covers(_ judgement: Judgement, ourStatus: Int) -> Bool {
    let body = judgement.body
    return switch self {
    case .unpairedSurrogate: judgement.status == 500 && Self.hasSurrogateEscape(body)
    case .encodedSurrogate:
      ourStatus == 400 && zip(body, body.dropFirst()).contains { $0 == 0xED && $1 >= 0xA0 }
    case .otherEncoding: Self.isWide(body)
    }
  }

  private static func hasSurrogateEscape(_ body: [UInt8]) -> Bool {
    let text = String(decoding: body, as: UTF8.self).lowercased()
    return "89abcdef".contains { text.contains("\\ud\($0)") }
  }

  /// A mark of UTF-16 or UTF-32, or a zero among the first two bytes, as `json.loads` guesses.
  private static func isWide(_ body: [UInt8]) -> Bool {
    body.starts(with: [0xFF, 0xFE]) || body.starts(with: [0xFE, 0xFF])
      || body.prefix(2).contains(0)
  }
}
