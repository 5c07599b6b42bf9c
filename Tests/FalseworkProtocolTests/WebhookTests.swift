// Falsework
// SPDX-License-Identifier: MIT

import FalseworkJSON
import FalseworkProtocol
import Testing

/// The bytes of webhooks, as they were observed and as they are documented.
enum WebhookBytes {
  static let output: JSONValue = ["b": [["z": 1, "a": "é"]], "a": nil]

  static let cases: [(outcome: WebhookBody.Outcome, form: ReplyForm, text: String)] = [
    (
      .output(output), .observed,
      #"{"error": null, "gateway_request_id": "g", "payload": {"a": null, "b": [{"a": "\u00e9", "#
        + #""z": 1}]}, "request_id": "r", "status": "OK"}"#
    ),
    (
      .output(["a": 1]), .documented,
      #"{"gateway_request_id": "g", "payload": {"a": 1}, "request_id": "r", "status": "OK"}"#
    ),
    (
      .failure(status: 422, body: ["detail": []]), .observed,
      #"{"error": "Unexpected status code: 422", "gateway_request_id": "g", "#
        + #""payload": {"detail": []}, "request_id": "r", "status": "ERROR"}"#
    ),
    (
      .failure(status: 422, body: ["detail": []]), .documented,
      #"{"error": "Invalid status code: 422", "gateway_request_id": "g", "#
        + #""payload": {"detail": []}, "request_id": "r", "status": "ERROR"}"#
    ),
    (
      .unserializable, .observed,
      #"{"error": null, "gateway_request_id": "g", "payload": null, "payload_error": "#
        + #""Response payload is not JSON serializable. Either return a JSON serializable object "#
        + #"or use the queue endpoint to retrieve the response.", "request_id": "r", "#
        + #""status": "OK"}"#
    ),
  ]
}

@Suite("A webhook") struct WebhookTests {
  @Test("has sorted keys, Python's spaces and only ASCII", arguments: WebhookBytes.cases)
  func body(outcome: WebhookBody.Outcome, form: ReplyForm, text: String) {
    let body = WebhookBody(requestID: "r", gatewayRequestID: "g", outcome: outcome, form: form)
    #expect(String(decoding: body.bytes, as: UTF8.self) == text)
  }

  @Test("signs four lines, the last one without an ending")
  func message() {
    let stamp = WebhookStamp(requestID: "r", userID: "github|1", timestamp: "1800000000")
    #expect(stamp.message(bodyDigest: "d1") == Array("r\ngithub|1\n1800000000\nd1".utf8))
  }

  @Test("is verified by keys whose document has the members in the order of the wire")
  func keySet() throws {
    let set = WebhookKeySet(keys: [
      .init(id: "k1", bytes: Array(0..<32)),
      .init(id: "k2", bytes: Array(repeating: 255, count: 32)),
    ])
    let x = [
      "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", String(repeating: "_", count: 42) + "8=",
    ]
    let keys = zip(["k1", "k2"], x).map {
      #"{"kty":"OKP","crv":"Ed25519","kid":"\#($0)","x":"\#($1)","use":"sig"}"#
    }
    #expect(set.json.text(.compact) == #"{"keys":[\#(keys.joined(separator: ","))]}"#)
    #expect(try WebhookKeySet(set.json) == set)
  }

  @Test("is verified by keys without padding and among keys of other kinds")
  func foreignKeySet() throws {
    let x = JSONValue.string(String(repeating: "A", count: 43))
    let set = try WebhookKeySet([
      "keys": [["kty": "RSA", "n": "AQAB"], ["crv": "Ed25519", "x": x], 5]
    ])
    #expect(set.keys == [.init(id: "#1", bytes: Array(repeating: 0, count: 32))])
  }

  @Test(
    "is not verified by what is no key set",
    arguments: [
      ("{}", .noList), ("[]", .noList), (#"{"keys":{}}"#, .noList), (#"{"keys":[]}"#, .noKey),
      (#"{"keys":[{"crv":"P-256","x":"AA"}]}"#, .noKey),
      (#"{"keys":[{"crv":"Ed25519"}]}"#, .damagedKey(index: 0)),
      (#"{"keys":[{"crv":"P-256"},{"crv":"Ed25519","x":"AA=="}]}"#, .damagedKey(index: 1)),
      (
        "{\"keys\":[" + Array(repeating: "1", count: 65).joined(separator: ",") + "]}",
        .tooManyKeys(limit: 64)
      ),
    ] as [(String, WebhookKeySet.Problem)])
  func badKeySet(text: String, problem: WebhookKeySet.Problem) throws {
    let json = try JSONValue.parse(text)
    #expect(throws: problem) { try WebhookKeySet(json) }
  }

  @Test(
    "is encoded in base64url with and without padding",
    arguments: [
      ("", "", ""), ("f", "Zg==", "Zg"), ("fo", "Zm8=", "Zm8"), ("foo", "Zm9v", "Zm9v"),
      ("foob", "Zm9vYg==", "Zm9vYg"), ("~?\u{7f}", "fj9_", "fj9_"), (">>>", "Pj4-", "Pj4-"),
    ])
  func base64URL(text: String, padded: String, unpadded: String) {
    let bytes = Array(text.utf8)
    #expect(Base64URL.text(bytes, .padded) == padded)
    #expect(Base64URL.text(bytes, .unpadded) == unpadded)
    #expect(Base64URL.bytes(padded) == bytes)
    #expect(Base64URL.bytes(unpadded) == bytes)
  }

  @Test(
    "is not decoded from what is no base64url",
    arguments: [
      "A", "AAAAA", "Zg=", "Zg===", "=", "Z=g=", "Zh", "Zm9=", "Zm 8", "Zm+8", "Zm/8", "Zé==",
    ])
  func badBase64URL(text: String) {
    #expect(Base64URL.bytes(text) == nil)
  }

  @Test("has a signature in hexadecimal digits")
  func hexadecimal() {
    let bytes = (0...255).map { UInt8($0) }
    #expect(Hexadecimal.text(bytes).hasPrefix("000102"))
    #expect(Hexadecimal.bytes(Hexadecimal.text(bytes)) == bytes)
    #expect(Hexadecimal.bytes("aBCd") == [0xab, 0xcd])
    for bad in ["a", "0g", "+1", " 1", "é"] { #expect(Hexadecimal.bytes(bad) == nil) }
  }
}
