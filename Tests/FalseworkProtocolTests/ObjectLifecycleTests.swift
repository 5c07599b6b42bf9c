// Falsework
// SPDX-License-Identifier: MIT

import FalseworkProtocol
import Testing

@Suite("The lifecycle of a file")
struct ObjectLifecycleTests {
  private static let access = ObjectLifecycle.AccessList(
    fallback: .forbid, rules: [.init(user: "ada", decision: .allow)])

  @Test(
    "is read from a field and kept as it was",
    arguments: [
      ("{}", ObjectLifecycle()),
      (#"{"expiration_duration_seconds": 3600}"#, ObjectLifecycle(lifetime: .seconds(3600))),
      (#"{"expiration_duration_seconds": 0}"#, ObjectLifecycle()),
      (#"{"expiration_duration_seconds": null, "initial_acl": null}"#, ObjectLifecycle()),
      (
        #"{"expiration_duration_seconds": 60, "allow_io_storage": false}"#,
        ObjectLifecycle(lifetime: .seconds(60))
      ),
      (
        #"{"initial_acl": {"default": "forbid", "rules": [{"user": "ada", "decision": "allow"}]}}"#,
        ObjectLifecycle(access: access)
      ),
      (
        #"{"initial_acl": {}}"#,
        ObjectLifecycle(access: .init(fallback: .allow, rules: []))
      ),
    ])
  func valid(field: String, expected: ObjectLifecycle) throws {
    let lifecycle = try ObjectLifecycle(field: field)
    #expect(lifecycle == expected)
    #expect(try ObjectLifecycle(lifecycle.json) == lifecycle)
  }

  @Test(
    "says what is wrong with it",
    arguments: [
      ("", "JSON object"), ("[]", "JSON object"), ("{", "JSON object"),
      (#"{"expiration_duration_seconds": -1}"#, "whole number"),
      (#"{"expiration_duration_seconds": 1.5}"#, "whole number"),
      (#"{"expiration_duration_seconds": "60"}"#, "whole number"),
      (#"{"expiration_duration_seconds": 3155760001}"#, "whole number"),
      (#"{"initial_acl": []}"#, "initial_acl: should be an object"),
      (#"{"initial_acl": {"default": "deny"}}"#, "allow, forbid or hide"),
      (#"{"initial_acl": {"rules": {}}}"#, "rules should be an array"),
      (#"{"initial_acl": {"rules": [{"user": "ada"}]}}"#, "user and decision"),
    ])
  func invalid(field: String, mention: String) {
    let problem = #expect(throws: ObjectLifecycle.Problem.self) {
      try ObjectLifecycle(field: field)
    }
    #expect(problem?.description.contains(mention) == true)
  }

  @Test("has a bounded number of rules", arguments: [0, 1])
  func ruleCount(more: Int) {
    let rule = #"{"user": "ada", "decision": "hide"}"#
    let rules = [String](repeating: rule, count: ObjectLifecycle.ruleCountMax + more)
    let field = #"{"initial_acl": {"rules": [\#(rules.joined(separator: ","))]}}"#
    let lifecycle = try? ObjectLifecycle(field: field)
    #expect((lifecycle == nil) == (more == 1))
  }
}
