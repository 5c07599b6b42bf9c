// Falsework
// SPDX-License-Identifier: MIT

import FalseworkJournal
import HTTPTypes
import Testing

/// Texts with secrets, and what may be kept of them.
private enum Secrets {
  static let id = "01234567-89ab-cdef-0123-456789abcdef"

  static let authorizations = [
    ("Key \(id):0123456789abcdef", "Key 01234567***"),
    ("key alice:secret", "key al***"), ("Key a:b", "Key ***"), ("Key :b", "Key ***"),
    ("Key lost-submit-reply--x:s:t", "Key lost-sub***"), ("Key secret", "Key ***"),
    ("Bearer a.b.c", "Bearer ***"), ("Basic dTpw", "Basic ***"), ("BEARER x", "BEARER ***"),
    ("id:secret", "***"), ("Secret value", "***"), ("", "***"), ("Key", "Key ***"),
    ("Key \(String(repeating: "a", count: 9000)):b", "Key aaaaaaaa***"),
  ]

  static let texts = [
    ("token=abc", "token=***"), ("a=1&fal_jwt_token=x.y.z&b=2", "a=1&fal_jwt_token=***&b=2"),
    ("TOKEN=abc&b", "TOKEN=***&b"), ("%74oken=abc", "%74oken=***"),
    (
      "u=https%3A%2F%2Fh%2Ff%3Ftoken%3Dabc%26n%3D1&b=2",
      "u=https%3A%2F%2Fh%2Ff%3Ftoken%3D***%26n%3D1&b=2"
    ),
    (
      "https://h/f?X-Amz-Signature=ab%2Fc&X-Amz-Date=1",
      "https://h/f?X-Amz-Signature=***&X-Amz-Date=1"
    ),
    (#"{"upload_url":"https://h/f?signature=ab"}"#, #"{"upload_url":"https://h/f?signature=***"}"#),
    (
      #"{"u":"https://h/f?a=1\u0026sig=ab\u0026b=2"}"#,
      #"{"u":"https://h/f?a=1\u0026sig=***\u0026b=2"}"#
    ),
    (#"{"token": "a\"b", "token_type": "Bearer"}"#, #"{"token": "***", "token_type": "Bearer"}"#),
    (#"{"token":"cut"#, #"{"token":"***"#), (#"{"token":"#, #"{"token":"#),
    (#""eyJhbGciOiJIUzI1NiJ9.e30.sig""#, #""eyJ***""#), ("Bearer eyJhb", "Bearer eyJ***"),
    ("key \(id):0123 there", "key \(id):*** there"), ("\(id)%3A0123&a", "\(id)%3A***&a"),
    ("export FAL_KEY=\(id):0123", "export FAL_KEY=***"), ("Key alice:secret,", "Key alice:***,"),
    ("http://user:word@host/path", "http://***@host/path"), ("eyJ.a token=b", "eyJ*** token=***"),
    ("key=id:word&b=2", "key=***&b=2"),
    ("https%3A%2F%2Fh%3Fa%26KEY%3Dw%26b", "https%3A%2F%2Fh%3Fa%26KEY%3D***%26b"),
    ("password=\"x\"", "password=\"x\""),
  ]

  static let harmless = [
    "", "e", "eyJ" + "***", "a=1&b=2", "tokens=3&mytoken=4", "broken=5", "monkey=5", "turnkey%3D5",
    #"{"key": "value"}"#,
    "https://h:80/p@q?e=f",
    #"{"seed": 1, "token": 5, "name": "token"}"#, "keyJail", ":", "=", "%", "%3", "%3A", "::==",
    "a:b", "https://host/path", "http:///@", "12:30:00", "étoken ☃ = 1", "token = 1",
  ]
}

@Suite("Redaction")
struct RedactionTests {
  @Test("keeps the scheme and the beginning of a key's id", arguments: Secrets.authorizations)
  func authorization(value: String, kept: String) {
    #expect(Redaction.authorization(value) == kept)
    #expect(Redaction.authorization(kept) == kept)
  }

  @Test("takes secrets out of text, and no second time", arguments: Secrets.texts)
  func texts(text: String, kept: String) {
    #expect(Redaction.text(text) == kept)
    #expect(Redaction.text(kept) == kept)
    #expect(Redaction.query("x&" + text) == "x&" + kept)
  }

  @Test("leaves text without secrets", arguments: Secrets.harmless)
  func harmless(text: String) {
    #expect(Redaction.text(text) == text)
  }

  @Test("takes every prefix of a text with secrets")
  func prefixes() {
    for (text, _) in Secrets.texts {
      for end in 0...text.count { _ = Redaction.text(String(text.prefix(end))) }
      for start in 0...text.count { _ = Redaction.text(String(text.dropFirst(start))) }
    }
  }

  @Test("cuts text between characters", arguments: [-1, 0, 1, 2, 3])
  func limit(excess: Int) {
    let text = String(repeating: "a", count: Redaction.textBytesMax - 3 + excess) + "☃"
    let isLong = excess > 0
    #expect(Redaction.text(text) == (isLong ? text.dropLast() + " [cut]" : text))
  }

  @Test("takes secrets out of fields and leaves the others")
  func fields() throws {
    var fields = HTTPFields()
    fields[.authorization] = "Key alice:secret"
    fields[.accept] = "*/*"
    fields[.cookie] = "a=b"
    fields.append(HTTPField(name: .setCookie, value: "c=d"))
    fields.append(HTTPField(name: .setCookie, value: "e=f"))
    fields[try #require(HTTPField.Name("X-Fal-CDN-Authorization"))] = "Bearer x"
    fields[try #require(HTTPField.Name("x-fal-target-url"))] = "https://h/?fal_jwt_token=x"
    fields[.userAgent] = String(repeating: "u", count: 2000)
    let kept = Redaction.fields(fields)
    #expect(
      kept.pairs.map { "\($0.name): \($0.value.prefix(30))" } == [
        "Authorization: Key al***", "Accept: */*", "Cookie: ***", "Set-Cookie: ***",
        "Set-Cookie: ***", "X-Fal-CDN-Authorization: Bearer ***",
        "x-fal-target-url: https://h/?fal_jwt_token=***",
        "User-Agent: " + String(repeating: "u", count: 30),
      ])
    #expect(kept[.userAgent]?.utf8.count == Redaction.fieldBytesMax + " [cut]".utf8.count)
    #expect(Redaction.fields([.accept: "*/*"]).fields == [.accept: "*/*"])
  }
}
