// Falsework
// SPDX-License-Identifier: MIT

import FalseworkJSON
import FalseworkTestSupport
import Foundation
import Testing

@Suite("falsework validate") struct ValidateCommandTests {
  /// Runs the command on a body that stands in a file, which is called FILE in the output.
  private func validate(_ body: [UInt8], _ options: [String] = []) async throws -> Recorded {
    try await withTemporaryFolder { folder in
      let file = folder + "/body.json"
      try Data(body).write(to: URL(fileURLWithPath: file))
      var run = await Recorded(["validate"] + options + [file])
      run.output = run.output.replacing(file, with: "FILE")
      return run
    }
  }

  private static let body = """
    {
      "image_url": "x", "seed": "none",
      "ss_sampling_steps": 80,
      "mesh_simplify": "0.95",
      "texture_size": "1024"
    }
    """

  private static let observed = """
    FILE:2:29: /seed: Input should be a valid integer, unable to parse string as an integer
      found "none"
      type int_parsing, loc ["body","seed"]
    FILE:3:24: /ss_sampling_steps: Input should be less than or equal to 50
      found 80
      type less_than_equal, loc ["body","ss_sampling_steps"]
    FILE:5:19: /texture_size: Input should be 512, 1024 or 2048
      found "1024"
      type literal_error, loc ["body","texture_size"]
    FILE: 3 violations of fal-ai/trellis in the observed reading; its runner answers 422

    """

  private static let strict = """
    FILE:2:29: /seed: should be null or an integer
      found "none"
      keyword #/components/schemas/TrellisInput/properties/seed/anyOf
    FILE:3:24: /ss_sampling_steps: should be at most 50
      found 80
      keyword #/components/schemas/TrellisInput/properties/ss_sampling_steps/maximum
    FILE:4:20: /mesh_simplify: should be a number
      found "0.95"
      keyword #/components/schemas/TrellisInput/properties/mesh_simplify/type
    FILE:5:19: /texture_size: should be an integer
      found "1024"
      keyword #/components/schemas/TrellisInput/properties/texture_size/type
    FILE: 4 violations of fal-ai/trellis in the strict reading

    """

  @Test(
    "says what, where, and what was found instead, and ends with 1",
    arguments: [
      ([], observed), (["--reading", "observed"], observed), (["--reading", "strict"], strict),
    ] as [([String], String)])
  func violations(options: [String], expected: String) async throws {
    let run = try await validate(Array(Self.body.utf8), options)
    #expect(run.status == 1)
    #expect(run.output == expected)
    #expect(run.errors.isEmpty)
  }

  @Test(
    "says in one line that a body is valid",
    arguments: [
      (#"{"image_url": "x", "seed": "7"}"#, "fal-ai/trellis", "observed"),
      (#"{"image_url": "x", "seed": 7}"#, "fal-ai/trellis", "strict"),
      (#"{"image_urls": ["x"]}"#, "fal-ai/trellis/multi", "observed"),
    ])
  func valid(body: String, endpoint: String, reading: String) async throws {
    let options = ["--endpoint", endpoint, "--reading", reading]
    let run = try await validate(Array(body.utf8), options)
    #expect(run.status == 0)
    #expect(run.output == "FILE: valid for \(endpoint) in the \(reading) reading\n")
    #expect(run.errors.isEmpty)
    let json = try await validate(Array(body.utf8), options + ["--json"])
    #expect(json.status == 0)
    #expect(try JSONValue.parse(json.output)["valid"] == true)
    #expect(try JSONValue.parse(json.output)["violations"] == [])
  }

  @Test(
    "says where a body stops being JSON",
    arguments: [
      ("{\"image_url\": \"x\",\n \"seed\": }", "FILE:2:10: the body: ", "Expecting value", "422"),
      ("", "FILE:1:1: the body: ", "Field required", "422"),
      ("null", "FILE:1:1: the body: ", "Field required", "422"),
      ("[\n[]", "FILE:2:3: the body: ", "Expecting ',' delimiter", "422"),
      ("{\n\"image_url\": \"\u{FF}\"}", "FILE:2:15: the body: ", "Invalid UTF-8", "400"),
    ])
  func malformed(body: String, place: String, reason: String, status: String) async throws {
    // U+00FF stands for the byte, which is no UTF-8.
    let bytes = body.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
    let run = try await validate(bytes)
    #expect(run.status == 1)
    #expect(run.output.hasPrefix(place) && run.output.contains(reason), "\(run.output)")
    #expect(run.output.hasSuffix("observed reading; its runner answers \(status)\n"))
    #expect(run.output.contains("FILE: 1 violation of fal-ai/trellis in "))
    let strict = try await validate(bytes, ["--reading", "strict"])
    #expect(strict.status == 1)
    if body.contains("\n") { #expect(strict.output.hasPrefix(place), "\(strict.output)") }
  }

  @Test("shortens what it found, whatever was sent")
  func shortened() async throws {
    let image = "data:image/png;base64," + String(repeating: "A", count: 100_000)
    let body = #"{"image_ulr": "\#(image)", "a": [1], "b": {"c": 2}, "d": {}, "e": [], "f": 0}"#
    let run = try await validate(Array(body.utf8))
    let found = #"found {"image_ulr": "data:image/png;base64,AAAAAAAAAAAAAAAAAA…" (100022 bytes), "#
    let others = #""a": […], "b": {…}, "d": {}, … 2 more}"#
    #expect(run.output.contains(found + others), "\(run.output)")
    #expect(run.output.contains("FILE:1:1: /image_url: Field required\n"))
  }

  @Test("tells machines what fal's runner answers, and where")
  func json() async throws {
    let run = try await validate(Array(Self.body.utf8), ["--json"])
    #expect(run.status == 1)
    let json = try JSONValue.parse(run.output)
    #expect(json["status"] == 422)
    #expect(json["valid"] == false)
    let expected: JSONValue = [
      "line": 5, "column": 19, "pointer": "/texture_size", "type": "literal_error",
      "loc": ["body", "texture_size"], "msg": "Input should be 512, 1024 or 2048",
      "input": "1024", "ctx": ["expected": "512, 1024 or 2048"],
    ]
    #expect(json["violations"]?[2] == expected)
    let strict = try await validate(Array(Self.body.utf8), ["--json", "--reading", "strict"])
    let causes = try JSONValue.parse(strict.output)["violations"]?[0]?["causes"]
    #expect(causes?.arrayValue?.count == 2)
    #expect(causes?[0]?["keyword"]?.stringValue?.hasSuffix("/seed/anyOf/0/type") == true)
  }

  @Test("points at the name of a member that may not be there, and at alternatives")
  func ownDocument() async throws {
    try await withTemporaryFolder { folder in
      let document = #"""
        openapi: 3.0.3
        info: {title: x, version: "1", x-fal-metadata: {endpointId: me/closed}}
        paths:
          /me/closed:
            post:
              requestBody:
                content:
                  application/json:
                    schema:
                      type: object
                      additionalProperties: false
                      properties:
                        a: {anyOf: [{type: integer, minimum: 5}, {type: integer, multipleOf: 2}]}
              responses: {"200": {description: ok}}
        """#
      try Data(document.utf8).write(to: URL(fileURLWithPath: folder + "/closed.yaml"))
      try Data("[".utf8).write(to: URL(fileURLWithPath: folder + "/broken.json"))
      let body = "{\"a\": 3, \"b\":\n 1}"
      let options = ["--openapi", folder, "--endpoint", "me/closed"]
      let observed = try await validate(Array(body.utf8), options)
      let extra = "FILE:1:10: /b: Extra inputs are not permitted\n  found 1\n"
      #expect(observed.output.contains(extra), "\(observed.output)")
      #expect(observed.errors.hasPrefix("falsework: left out: \(folder)/broken.json: "))
      let strict = try await validate(Array(body.utf8), options + ["--reading", "strict"])
      #expect(strict.output.contains("FILE:1:10: /b: is not allowed here\n"))
      #expect(strict.output.contains("  or /a: should be at least 5\n"), "\(strict.output)")
      #expect(strict.output.contains("  or /a: should be a multiple of 2\n"), "\(strict.output)")
    }
  }

  @Test(
    "explains in one line what cannot be judged, and ends with 2",
    arguments: [
      (["/nowhere/body.json"], "cannot read /nowhere/body.json: No such file"),
      (["/tmp"], "cannot read /tmp: Is a directory"), (["/dev/zero"], "/dev/zero has more than"),
      (["--endpoint", "me/none", "/dev/null"], "\"me/none\"; take one of fal-ai/trellis, "),
      (["--openapi", "/nowhere", "/dev/null"], "/nowhere: no such folder"),
      (["--reading", "loose", "/dev/null"], "'observed' and 'strict'"),
      ([], "<file>"), (["a", "b"], "Unexpected argument"),
    ] as [([String], String)])
  func usage(arguments: [String], mention: String) async {
    let run = await Recorded(["validate"] + arguments)
    #expect(run.status == 2)
    #expect(run.output.isEmpty)
    #expect(run.errors.split(separator: "\n").count == 1, "\(run.errors)")
    #expect(run.errors.hasPrefix("falsework: "))
    #expect(run.errors.contains(mention), "\(run.errors)")
  }

  @Test("reads standard input", arguments: [("{}", Int32(1)), (#"{"image_url": "x"}"#, 0)])
  func standardInput(body: String, status: Int32) async throws {
    let script = "printf %s \"$1\" | \"$0\" validate -"
    let outcome = try await ExternalProgram.run([
      "/bin/sh", "-c", script, FalseworkProcess.path, body,
    ])
    #expect(outcome.status == status)
    #expect(outcome.output.hasPrefix("<stdin>:"))
  }
}
