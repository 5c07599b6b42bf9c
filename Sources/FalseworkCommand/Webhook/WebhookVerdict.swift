// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON
internal import FalseworkProtocol
internal import FalseworkTLS
internal import HTTPTypes

/// What is to be said of a captured webhook.
struct WebhookVerdict {
  /// Something that a receiver should refuse the webhook for.
  struct Problem {
    /// The header, or `body`.
    let about: String
    let text: String
  }

  private(set) var problems: [Problem] = []
  /// The key that has signed, with its place among all.
  private(set) var signer: (key: WebhookKeySet.Key, index: Int)?
  private let keys: WebhookKeySet
  private var stamp = WebhookStamp(requestID: "", userID: "", timestamp: "")
  /// How old the webhook is, in seconds; negative for one from the future.
  private var age: Int64?

  var isGenuine: Bool { problems.isEmpty && signer != nil }

  /// Judges a webhook at a moment, in seconds since the epoch.
  init(
    on head: CapturedHead, body: [UInt8], keys: WebhookKeySet, now: Int64, tolerance: Int64
  ) {
    self.keys = keys
    let requestID = value(of: .falWebhookRequestID, head)
    let userID = value(of: .falWebhookUserID, head)
    let timestamp = value(of: .falWebhookTimestamp, head)
    var signature: [UInt8]?
    if let text = value(of: .falWebhookSignature, head) { signature = bytes(ofSignature: text) }
    if let timestamp { judge(timestamp: timestamp, now: now, tolerance: tolerance) }
    if let requestID { judge(body, isAbout: requestID) }
    guard let requestID, let userID, let timestamp, let signature else { return }
    stamp = WebhookStamp(requestID: requestID, userID: userID, timestamp: timestamp)
    signer = key(of: signature, body)
    if signer == nil { explain(signature, body) }
  }

  private mutating func report(_ about: String, _ text: String) {
    problems.append(Problem(about: about, text: text))
  }

  private mutating func value(of name: HTTPField.Name, _ head: CapturedHead) -> String? {
    let values = head.values(of: name.rawName)
    switch values.count {
    case 0: report(name.rawName, "is missing")
    case 1: return values[0]
    default: report(name.rawName, "is there \(values.count) times with different values")
    }
    return nil
  }

  private mutating func judge(timestamp: String, now: Int64, tolerance: Int64) {
    let name = HTTPField.Name.falWebhookTimestamp.rawName
    guard timestamp.utf8.allSatisfy({ (48...57).contains($0) }), timestamp.utf8.count <= 15,
      let seconds = Int64(timestamp)
    else { return report(name, "is not a number of seconds since 1970") }
    let age = now - seconds
    self.age = age
    guard abs(age) > tolerance else { return }
    let place = age > 0 ? "before" : "after"
    report(
      name,
      "is \(abs(age)) s \(place) \(now), the moment to judge by; \(tolerance) s are tolerated")
  }

  /// The signature's bytes, if it has the form of one.
  private mutating func bytes(ofSignature text: String) -> [UInt8]? {
    let name = HTTPField.Name.falWebhookSignature.rawName
    let digitCount = 2 * Ed25519PublicKey.signatureByteCount
    guard let bytes = Hexadecimal.bytes(text) else {
      report(name, "is not hexadecimal; fal sends \(digitCount) digits, not base64")
      return nil
    }
    guard bytes.count == Ed25519PublicKey.signatureByteCount else {
      report(
        name, "has \(text.utf8.count) digits, but an Ed25519 signature has \(digitCount)")
      return nil
    }
    return bytes
  }

  private mutating func judge(_ body: [UInt8], isAbout requestID: String) {
    let json: JSONValue
    do {
      json = try JSONValue.parse(body, reading: .python)
    } catch {
      return report("body", "is not JSON: \(error)")
    }
    guard let told = json["request_id"]?.stringValue else {
      return report("body", "has no request_id")
    }
    if told != requestID { report("body", "is about request \(told), the headers are not") }
  }

  private func key(
    of signature: [UInt8], _ body: [UInt8]
  ) -> (key: WebhookKeySet.Key, index: Int)? {
    let message = stamp.message(bodyDigest: body.withUnsafeBytes { sha256Hex($0) })
    for (index, key) in keys.keys.enumerated()
    where Ed25519PublicKey(key.bytes)?.isValid(signature, for: message) == true {
      return (key, index)
    }
    return nil
  }

  /// Looks for what has become of the body on its way into the file.
  private mutating func explain(_ signature: [UInt8], _ body: [UInt8]) {
    let damages: [(body: [UInt8]?, text: String)] = [
      (body + [0x0A], "lacks the line ending that it came with"),
      (body.last == 0x0A ? body.dropLast() : nil, "ends in a line feed that was not sent"),
      (
        body.suffix(2) == [0x0D, 0x0A] ? body.dropLast(2) : nil, "ends in a line that was not sent"
      ),
      (
        try? JSONValue.parse(body, reading: .python).serialized(.pythonSorted),
        "is JSON that was parsed and written again; keep the bytes as they came"
      ),
    ]
    for damage in damages {
      if let original = damage.body, key(of: signature, original) != nil {
        return report("body", damage.text)
      }
    }
    let digest = body.withUnsafeBytes { sha256Hex($0) }
    report(
      HTTPField.Name.falWebhookSignature.rawName,
      "was made by none of the \(keys.keys.count) keys for these headers and a body with the "
        + "SHA-256 \(digest): one of them is not what was sent, or the keys are another server's")
  }
}

extension WebhookVerdict {
  /// The verdict for people: a line for each problem, and one for all.
  var text: String {
    let lines = problems.map { "\($0.about) \($0.text)" }
    guard isGenuine, let signer, let age else {
      let count = problems.count == 1 ? "1 problem" : "\(problems.count) problems"
      return (lines + ["not genuine: \(count)"]).joined(separator: "\n")
    }
    return "genuine: request \(stamp.requestID), signed \(age) s ago by key \(signer.key.id) "
      + "(\(signer.index + 1) of \(keys.keys.count))"
  }

  /// The same for machines.
  var json: JSONValue {
    [
      "genuine": .bool(isGenuine),
      "key": signer.map { .string($0.key.id) } ?? .null,
      "age": age.map { .number(JSONNumber(Int($0))) } ?? .null,
      "problems": .array(
        problems.map { ["about": .string($0.about), "problem": .string($0.text)] }),
    ]
  }
}
