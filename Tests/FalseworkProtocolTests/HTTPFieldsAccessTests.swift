// Falsework
// SPDX-License-Identifier: MIT

import FalseworkProtocol
import HTTPTypes
import Testing

@Suite("The value of a field")
struct HTTPFieldsAccessTests {
  @Test(
    "is what the subscript gives",
    arguments: [
      [], ["a"], [""], ["a", "b"], ["a", "", "c"],
    ])
  func value(values: [String]) {
    var fields: HTTPFields = [.accept: "x"]
    for value in values { fields.append(HTTPField(name: .authorization, value: value)) }
    fields.append(HTTPField(name: .eTag, value: "y"))
    #expect(fields.value(of: .authorization) == fields[.authorization])
    #expect(fields.value(of: .accept) == "x")
    #expect(fields.value(of: .eTag) == "y")
  }
}
