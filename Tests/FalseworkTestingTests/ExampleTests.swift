// Falsework
// SPDX-License-Identifier: MIT

import Falsework
import FalseworkContract
import FalseworkJSON
import FalseworkQueue
import FalseworkTesting
import Foundation
import Testing

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// A client as somebody may write it, tested as its author would.
@Suite struct ExampleTests {
  @Test func aCarefulClientKeepsTheContract() async throws {
    try await withMockFal { fal in
      try await SmallClient(fal).generate()
      try await fal.expectContract(.succeeded, failingAt: .may)
      try await fal.expectKept("result.after-completed", .succeeded)
    }
  }

  @Test func whoSubmitsAgainAfterALostReplyIsTold() async throws {
    try await withMockFal(scenario: "lost-submit-reply") { fal in
      var client = SmallClient(fal)
      client.triesToSubmit = 2
      try await client.generate()
      try await fal.expectFaultsDelivered()
      try await withKnownIssue {
        try await fal.expectContract(.succeeded)
      } matching: { issue in
        issue.comments.contains { $0.rawValue.contains("submit.once") }
      }
    }
  }

  @Test func aClauseThatNothingExercisesIsNoPass() async throws {
    try await withMockFal { fal in
      await withKnownIssue { try await fal.expectKept("submit.once", .succeeded) }
      await withKnownIssue { try await fal.expectKept("submit.no-such-clause", .succeeded) }
    }
  }

  @Test func aFaultThatNobodyMetIsAnIssue() async throws {
    try await withMockFal(scenario: "mesh-cut") { fal in
      await withKnownIssue { try await fal.expectFaultsDelivered() }
    }
  }

  @Test func timePassesOnlyAsATestSaysIfItIsManual() async throws {
    try await withMockFal(preset: .realistic, time: .manual) { fal in
      let client = SmallClient(fal)
      let job = try await client.submit()
      #expect(try await client.status(of: job) == "IN_QUEUE")
      try await fal.server.advance(by: .seconds(120))
      #expect(try await client.status(of: job) == "COMPLETED")
    }
  }
}

/// Submits, polls and downloads.
private struct SmallClient {
  let fal: MockFal
  var triesToSubmit = 1

  struct Job {
    let id: String
    let isCompleted: Bool
  }

  struct Failure: Error {
    let status: Int
  }

  init(_ fal: MockFal) { self.fal = fal }

  func generate() async throws {
    let job = try await submit()
    // With the preset `instant` there is nothing to wait for.
    #expect(try await status(of: job) == "COMPLETED")
    let result = try await json(fal.request("GET", "fal-ai/trellis/requests/\(job)"))
    let mesh = try #require(result["model_mesh"]?["url"]?.stringValue.flatMap(URL.init(string:)))
    let (data, _) = try await URLSession.shared.data(from: mesh)
    #expect(data.starts(with: Array("glTF".utf8)))
  }

  func submit() async throws -> String {
    let body = #"{"image_url": "https://example.com/chair.png"}"#
    var tries = triesToSubmit
    while true {
      tries -= 1
      do {
        let reply = try await json(fal.request("POST", "fal-ai/trellis", json: body))
        return try #require(reply["request_id"]?.stringValue)
      } catch  where tries > 0 {
        continue
      }
    }
  }

  func status(of job: String) async throws -> String? {
    try await json(fal.request("GET", "fal-ai/trellis/requests/\(job)/status"))["status"]?
      .stringValue
  }

  private func json(_ request: URLRequest) async throws -> JSONValue {
    let (data, response) = try await URLSession.shared.data(for: request)
    let status = (response as? HTTPURLResponse)?.statusCode ?? 0
    guard (200..<300).contains(status) else { throw Failure(status: status) }
    return try JSONValue.parse([UInt8](data))
  }
}
