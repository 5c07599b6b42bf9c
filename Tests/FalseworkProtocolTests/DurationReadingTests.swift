// Falsework
// SPDX-License-Identifier: MIT

import FalseworkProtocol
import Testing

@Suite("A length of time with its unit")
struct DurationReadingTests {
  @Test(
    "is read with its unit",
    arguments: [
      ("250ms", Duration.milliseconds(250)), ("90s", .seconds(90)), ("1.5m", .seconds(90)),
      ("2h", .seconds(7200)), ("7d", .seconds(604_800)), ("0s", .zero),
      ("0.000001s", .microseconds(1)),
      ("999999999d", .seconds(86_399_999_913_600)),
    ])
  func reading(text: String, length: Duration) {
    #expect(Duration(unitText: text) == length)
  }

  @Test(
    "is not read from anything else",
    arguments: [
      "", "90", "s", "-1s", "+1s", "1 s", "1S", "1e3s", ".5s", "1.s", "1.1234567s", "1min", "1h30m",
      "1234567890s", "٣s", "nans",
    ])
  func nonsense(text: String) {
    #expect(Duration(unitText: text) == nil)
  }
}
