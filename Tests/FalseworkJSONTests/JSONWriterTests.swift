// Falsework
// SPDX-License-Identifier: MIT

import FalseworkJSON
import Testing

@Suite("JSON writer") struct JSONWriterTests {
  let sample: JSONValue = ["z": [1, 2.5, "é\u{7F}😀"], "a": ["y": nil, "x": true], "é": "/"]

  /// What Starlette's `JSONResponse` and Python's `json.dumps` make of the same value.
  @Test("writes compactly as Starlette does")
  func compact() {
    let expected = "{\"z\":[1,2.5,\"é\u{7F}😀\"],\"a\":{\"y\":null,\"x\":true},\"é\":\"/\"}"

    #expect(sample.text() == expected)
    #expect(sample.serialized() == Array(sample.text().utf8))
  }

  @Test("writes spaces and ASCII as Python does")
  func python() {
    #expect(
      sample.text(.python) == #"{"z": [1, 2.5, "\u00e9\u007f\ud83d\ude00"], "#
        + #""a": {"y": null, "x": true}, "\u00e9": "/"}"#)
  }

  @Test("sorts members at every level")
  func sorted() {
    #expect(
      sample.text(.pythonSorted) == #"{"a": {"x": true, "y": null}, "#
        + #""z": [1, 2.5, "\u00e9\u007f\ud83d\ude00"], "\u00e9": "/"}"#)
    let keys: JSONValue = ["\u{10000}": 1, "\u{FFFF}": 2, "a": 3, "B": 4, "": 5, "a": 6]
    #expect(
      keys.objectValue.map { JSONValue.object($0).text(.pythonSorted) }
        == #"{"": 5, "B": 4, "a": 3, "a": 6, "\uffff": 2, "\ud800\udc00": 1}"#)
  }

  static let escapes: [(String, String)] = [
    ("\u{0}\u{1F}", #""\u0000\u001f""#), ("\u{8}\u{C}\n\r\t", #""\b\f\n\r\t""#),
    ("\"\\/", #""\"\\/""#), ("", "\"\""), ("a\"b", #""a\"b""#),
  ]

  @Test("escapes what it must in every style", arguments: escapes)
  func escape(_ text: String, _ expected: String) {
    for style in [JSONStyle.compact, .python, .pythonSorted] {
      #expect(JSONValue.string(text).text(style) == expected)
    }
  }

  @Test("finds what must be escaped at any place, beside any other byte")
  func places() {
    for special in ["\"", "\\", "\u{0}", "\u{1F}", "\u{7F}", "\u{80}", "\u{FF}", "😀"] {
      for place in 0..<20 {
        for filler in ["a", " ", "~", "!", "[", "]"] {
          let before = String(repeating: filler, count: place)
          let after = String(repeating: filler, count: 9)
          let alone = JSONValue.string(special).text(.python).dropFirst().dropLast()
          #expect(
            JSONValue.string(before + special + after).text(.python)
              == "\"\(before)\(alone)\(after)\"")
        }
      }
    }
  }

  @Test("writes an object member by member as it writes the value")
  func members() {
    let sample = sample
    for style in [JSONStyle.compact, .python] {
      var writer = JSONObjectWriter(style)
      writer.write("text", text: "é\"\n")
      writer.write("parts", text: "a\"", "b\u{1}")
      writer.write("value", sample)
      let value: JSONValue = ["text": "é\"\n", "parts": "a\"b\u{1}", "value": sample]
      #expect(writer.finish() == value.serialized(style))
      #expect(JSONObjectWriter(style).finish() == Array("{}".utf8))
    }
  }

  @Test("writes empty containers without spaces", arguments: ["[]", "{}", "[[], {}]"])
  func empty(_ text: String) throws {
    #expect(try JSONValue.parse(text).text(.python) == text)
  }

  @Test("follows a style of one's own")
  func ownStyle() {
    let style = JSONStyle(
      itemSeparator: ";", nameSeparator: "=", escaping: .onlyRequired, keyOrder: .sorted)
    #expect(JSONValue.object(["b": [1, 2], "a": 0]).text(style) == #"{"a"=0;"b"=[1;2]}"#)
  }
}
