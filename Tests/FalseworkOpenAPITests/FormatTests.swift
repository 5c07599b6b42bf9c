// Falsework
// SPDX-License-Identifier: MIT

import FalseworkJSON
import FalseworkOpenAPI
import Testing

/// A few samples of each format; the official tests have hundreds more.
@Suite("Formats") struct FormatTests {
  static let samples: [(format: String, good: [JSONValue], bad: [JSONValue])] = [
    ("date-time", ["2024-02-29T23:59:60Z", "1990-12-31t15:59:60-08:00"], ["2023-02-29T00:00:00Z"]),
    ("date", ["2000-02-29", "1999-12-31"], ["1900-02-29", "2024-1-1", "2024-13-01", "20240101"]),
    ("time", ["00:00:00+23:59", "12:00:00.5z"], ["24:00:00Z", "12:00:00", "12:00:00.Z"]),
    (
      "duration", ["P1Y2M3DT4H5M6S", "P3W", "PT1S"], ["P", "PT", "P1Y3D", "PT1H2S", "P1W2D", "1D"]
    ),
    (
      "email", ["a@b", "\"a b\"@b.c", "a@[127.0.0.1]"], ["a", "@b", "a@", "a@-b", "é@b.c", "\"@b"]
    ),
    ("idn-email", ["é@bücher.de", "a@b"], ["é", "é@-"]),
    ("hostname", ["a", "a-b.c9"], ["", "-a", "a-", "a..b", "a_b", "a."]),
    (
      "ipv4", ["0.0.0.0", "255.1.2.3"], ["256.1.1.1", "01.1.1.1", "1.1.1", "1.1.1.1.1", "a.1.1.1"]
    ),
    (
      "ipv6", ["::", "1::8", "::1.2.3.4", "1:2:3:4:5:6:7:8"], [":", ":::", "1:2", "1::2::3", "g::"]
    ),
    (
      "uri", ["a:", "http://u@h:80/p?q#f", "urn:a:b", "http://[::1]:8/", "http://[v1.a]/"],
      ["a", "//h", "http://h/ ", "http://[::1", "http://a b", "a:%zz", "http://é/", "1:a"]
    ),
    ("uri-reference", ["", "a", "//h", "?q", "#f", "a:b"], [":a", "a b", "\\", "a#b#c"]),
    ("iri", ["http://é/ü?x#y"], ["é", "http://é /"]), ("iri-reference", ["é", ""], ["é ", "\\"]),
    (
      "uri-template", ["{a}", "a/{b:3}{?c,d*}{+e.f}"], ["{", "}", "{a", "{}", "{a:0}", "{a:12345}"]
    ),
    (
      "uuid", ["00000000-0000-0000-0000-00000000000A"],
      ["00000000-0000-0000-0000-00000000000", "00000000-0000-0000-0000-00000000000g", ""]
    ),
    ("json-pointer", ["", "/a~0~1"], ["a", "/~", "/~2"]),
    ("relative-json-pointer", ["0", "10/a", "1#"], ["", "01", "-1", "1##", "/a"]),
    ("int32", [2_147_483_647, -2_147_483_648, "x"], [2_147_483_648, -2_147_483_649, 0.5]),
    ("int64", [9_223_372_036_854_775_807, 1e18], [1e19, 9_223_372_036_854_775_807.5]),
    ("byte", ["", "AA==", "+/9A"], ["A", "AA=", "A===", "AA==AA==", "-_-_"]),
    ("password", ["x", 1], []), ("colour", ["x", 1], []),
  ]

  @Test("take what has them and leave other types alone", arguments: samples)
  func sample(_ format: String, _ good: [JSONValue], _ bad: [JSONValue]) throws {
    let schema = try JSONSchema(["format": .string(format)])
    for value in good + [true, nil, [], [:]] {
      #expect(schema.validate(value, formats: .asserted) == .valid(value), "\(value.text())")
    }
    for value in bad {
      #expect(schema.validate(value, formats: .asserted) != .valid(value), "\(value.text())")
      #expect(schema.validate(value, formats: .annotation) == .valid(value))
    }
  }

  @Test("of any bytes never crash")
  func hostile() throws {
    let texts = [
      "\0", "%", "@", "[", "[]", "::", "P", "T", "{", "\"", "\\", "😀", "://[", "@[IPv6:",
    ]
    for (format, _, _) in Self.samples {
      let schema = try JSONSchema(["format": .string(format)])
      for first in texts {
        for second in texts {
          _ = schema.validate(.string(first + second), formats: .asserted)
        }
      }
    }
  }
}
