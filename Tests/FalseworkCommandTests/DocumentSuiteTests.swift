// Falsework
// SPDX-License-Identifier: MIT

import FalseworkTestSupport
import Foundation
import Testing

/// Judges from outside the project: of our documents, and of our replies by them.
@Suite("The documents") struct DocumentSuiteTests {
  private static let repository = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../..").standardizedFileURL.path

  /// Every endpoint's document; the control API's own is not one of fal's.
  private static let documents =
    FileManager.default.enumerator(atPath: repository + "/openapi/fal-ai")?
    .compactMap { $0 as? String }.filter { $0.hasSuffix(".json") }.sorted()
    .map { repository + "/openapi/fal-ai/" + $0 } ?? []

  @Test(
    "are valid to openapi-spec-validator but for fal's way of writing null",
    .enabled(if: ClientTests.python != nil, ClientTests.needsPython))
  func valid() async throws {
    let outcome = try await python(["validate_documents.py"] + Self.documents)
    #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
    #expect(outcome.output == "\(Self.documents.count) documents are valid\n")
  }

  @Test(
    "describe all that schemathesis gets out of the server, and no failure is the server's",
    .enabled(if: ClientTests.python != nil, ClientTests.needsPython))
  func explored() async throws {
    try await withTemporaryFolder { folder in
      let server = try await ServingProcess(state: folder, arguments: ["--preset", "fast"])
      let outcome = try await python(
        ["explore.py", server.url, Self.repository + "/openapi/fal-ai/trellis.json", "20"])
      #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
      #expect(outcome.output.contains("4 selected / 4 total"), "\(outcome.output)")
      #expect(await server.stop().status == 0)
    }
  }

  private func python(_ arguments: [String]) async throws -> ExternalProgram.Outcome {
    let script = "\(Self.repository)/Tests/differential/\(arguments[0])"
    let python = try #require(ClientTests.python)
    return try await ExternalProgram.run([python, script] + arguments.dropFirst())
  }
}
