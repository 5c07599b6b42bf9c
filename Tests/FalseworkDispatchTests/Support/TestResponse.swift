// Falsework
// SPDX-License-Identifier: MIT

/// A response as a client reads it.
struct TestResponse {
  let status: Int
  /// The head with its last empty line.
  let head: String
  let body: [UInt8]

  var text: String { String(decoding: body, as: UTF8.self) }

  /// The value of a field, by its exact name.
  func field(_ name: String) -> String? {
    head.split(separator: "\r\n").first { $0.hasPrefix("\(name): ") }
      .map { String($0.dropFirst(name.utf8.count + 2)) }
  }
}

extension TestClient {
  /// Sends a request and returns its response.
  func exchange(_ request: String) async throws -> TestResponse {
    try await send(request)
    return try await response(to: String(request.prefix { $0 != " " }))
  }

  /// Reads a response to a request with this method.
  func response(to method: String = "GET") async throws -> TestResponse {
    let (status, head) = try await responseHead()
    let bare = TestResponse(status: status, head: head, body: [])
    guard method != "HEAD", status >= 200,
      let length = bare.field("Content-Length").flatMap(Int.init)
    else { return bare }
    return TestResponse(status: status, head: head, body: try await receive(count: length))
  }

  /// Reads a head alone, byte by byte so that nothing behind it is taken.
  func responseHead() async throws -> (status: Int, text: String) {
    var bytes: [UInt8] = []
    while !bytes.suffix(4).elementsEqual("\r\n\r\n".utf8) {
      bytes += try await receive(count: 1)
    }
    let text = String(decoding: bytes, as: UTF8.self)
    guard let status = Int(text.dropFirst("HTTP/1.1 ".count).prefix(3)) else {
      throw TestFailure("not a response: \(text)")
    }
    return (status, text)
  }
}

extension TestClient {
  /// Reads one chunk of content in the chunked coding; the last one is empty.
  func chunk() async throws -> String {
    var line: [UInt8] = []
    while !line.suffix(2).elementsEqual("\r\n".utf8) { line += try await receive(count: 1) }
    let size = String(decoding: line.dropLast(2), as: UTF8.self)
    guard let count = Int(size, radix: 16) else { throw TestFailure("not a size: \(size)") }
    return String(decoding: try await receive(count: count + 2).dropLast(2), as: UTF8.self)
  }
}

/// A `GET` with these field lines besides `Host`.
func get(_ path: String = "/", _ fields: String...) -> String {
  request("GET", path, fields)
}

/// A request without content.
func request(_ method: String, _ path: String, _ fields: [String] = []) -> String {
  let lines = (["Host: test"] + fields).map { "\($0)\r\n" }.joined()
  return "\(method) \(path) HTTP/1.1\r\n\(lines)\r\n"
}

/// A `POST` that announces so much content.
func post(length: Int, _ fields: String...) -> String {
  request("POST", "/", ["Content-Length: \(length)"] + fields)
}
