// Falsework
// SPDX-License-Identifier: MIT

import FalseworkJSON
import FalseworkQueue
import HTTPTypes
import Testing

/// One of the clients that use a server until it is killed, and keep what it has promised.
struct CrashClient {
  let client: LocalClient
  let book: PromiseBook
  let executioner: Executioner
  /// Which life of the server this is.
  let life: Int
  /// Where webhooks go.
  let hook: String
  private var generator: SeededGenerator
  /// The ids of the requests that this client had accepted, and the paths of its uploads.
  private var (ids, paths): ([String], [String]) = ([], [])

  init(
    _ client: LocalClient, _ book: PromiseBook, _ executioner: Executioner, life: Int,
    hook: String, generator: SeededGenerator
  ) {
    (self.client, self.book, self.executioner) = (client, book, executioner)
    (self.life, self.hook, self.generator) = (life, hook, generator)
  }

  /// Uses the server until it is gone.
  mutating func run() async {
    do {
      while true { try await step() }
    } catch {
      // It was killed; what it left behind is judged afterwards.
    }
  }

  private mutating func step() async throws {
    switch Int.random(in: 0..<100, using: &generator) {
    case 0..<45: try await submit()
    case 45..<65: try await cancel()
    case 65..<75: try await upload()
    case 75..<80: try await putAgain()
    case 80..<90: try await poll()
    default: try await readResult()
    }
  }

  private func ask(
    _ method: HTTPRequest.Method, _ target: String, _ content: [UInt8]? = nil,
    type: String = "application/json"
  ) async throws -> LocalClient.Reply {
    executioner.noteRequest()
    let reply = try await client.send(method, target, content, type: type)
    executioner.noteReply()
    return reply
  }

  private mutating func submit() async throws {
    let number = book.nextSubmission()
    let hasWebhook = Int.random(in: 0..<3, using: &generator) == 0
    let (endpoint, input): (String, JSONValue) =
      switch Int.random(in: 0..<10, using: &generator) {
      case 0: ("fal-ai/trellis", ["image_url": .string("\(number)"), "texture_size": 512])
      case 1...3: ("fal-ai/trellis", ["image_url": .string("\(number)"), "texture_size": 1])
      default: (AuditedEndpoint.id, ["number": .number(JSONNumber(number))])
      }
    let query = hasWebhook ? "?fal_webhook=\(hook)" : ""
    let reply = try await ask(.post, "/\(endpoint)\(query)", input.serialized(.compact))
    guard reply.status == 200, let id = reply.json["request_id"]?.stringValue else {
      Issue.record("life \(life): a submission was answered \(reply.status) \(reply.text)")
      return
    }
    book.accepted(
      id,
      PromiseBook.Accepted(
        path: "/\(endpoint)/requests/\(id)", key: client.key, hasWebhook: hasWebhook, life: life))
    ids.append(id)
  }

  private mutating func cancel() async throws {
    guard let id = ids.randomElement(using: &generator), let request = book.requests[id] else {
      return
    }
    let reply = try await ask(.put, request.path + "/cancel")
    #expect([202, 400].contains(reply.status), "life \(life): cancel \(id): \(reply.text)")
    if reply.status == 202 {
      book.note(id) { request in
        if request.isCompleted { Issue.record("\(id) was completed and then cancelled") }
        request.isCancelled = true
      }
    }
  }

  private mutating func poll() async throws {
    guard let id = ids.randomElement(using: &generator), let request = book.requests[id] else {
      return
    }
    let reply = try await ask(.get, request.path + "/status")
    #expect([200, 202].contains(reply.status), "life \(life): status of \(id): \(reply.text)")
    if reply.status == 200 { book.note(id) { $0.isCompleted = true } }
  }

  private mutating func readResult() async throws {
    guard let id = ids.randomElement(using: &generator), let request = book.requests[id] else {
      return
    }
    let reply = try await ask(.get, request.path)
    #expect(reply.status != 404, "life \(life): result of \(id): \(reply.text)")
    if reply.status != 400 { book.note(id) { $0.result = reply } }
  }

  private mutating func upload() async throws {
    let form: JSONValue = ["file_name": "a.png", "content_type": "image/png"]
    let reply = try await ask(
      .post, "/rest.fal.ai/storage/upload/initiate", form.serialized(.compact))
    guard reply.status == 200, let address = reply.json["upload_url"]?.stringValue else {
      Issue.record("life \(life): an upload was answered \(reply.status) \(reply.text)")
      return
    }
    try await put(at: LocalClient.target(of: address))
  }

  private mutating func putAgain() async throws {
    if let path = paths.randomElement(using: &generator) { try await put(at: path) }
  }

  private mutating func put(at path: String) async throws {
    let size = Int.random(in: 1...100_000, using: &generator)
    let start = UInt8.random(in: 0...255, using: &generator)
    let content = (0..<size).map { start &+ UInt8(truncatingIfNeeded: $0 &* 31) }
    book.putting(content, at: path)
    let reply = try await ask(.put, path, content, type: "image/png")
    #expect(reply.status == 200, "life \(life): an upload: \(reply.text)")
    book.put(content, at: path, in: life)
    paths.append(path)
  }
}

/// An endpoint whose output costs nothing to make.
enum AuditedEndpoint {
  static let id = "audit/echo"

  static let document: JSONValue = [
    "openapi": "3.0.4", "info": ["x-fal-metadata": ["endpointId": "audit/echo"]],
    "paths": [
      "/audit/echo": [
        "post": [
          "requestBody": [
            "content": [
              "application/json": [
                "schema": [
                  "type": "object", "properties": ["number": ["type": "integer"]],
                  "required": ["number"],
                ]
              ]
            ]
          ],
          "responses": [:],
        ]
      ],
      "/audit/echo/requests/{request_id}": [
        "get": [
          "responses": [
            "200": [
              "description": "d",
              "content": [
                "application/json": [
                  "schema": ["type": "object", "properties": ["number": ["type": "integer"]]]
                ]
              ],
            ]
          ]
        ]
      ],
    ],
  ]
}
