// Falsework
// SPDX-License-Identifier: MIT

import FalseworkDispatch
import Testing

@Suite("Listening", .timeLimit(.minutes(5)), .overEachReadiness)
struct ListeningTests {
  private func failure(host: String = "127.0.0.1", port: Int = 0) -> ServerError? {
    var configuration = ServerConfiguration()
    configuration.host = host
    configuration.port = port
    configuration.readiness = .ofTest
    return #expect(throws: ServerError.self) {
      _ = try HTTPServer.start(configuration, service: TestService())
    }
  }

  @Test("says in one line that a port is taken")
  func taken() async throws {
    try await withServer { server in
      let error = try #require(failure(port: server.port))
      #expect(error.code == .addressInUse)
      #expect(
        error.description
          == """
          port \(server.port) on 127.0.0.1 is taken; choose another with --port, or --port 0 for \
          a free one
          """)
    }
  }

  @Test(
    "refuses a host that is not an address of this machine",
    arguments: [
      "", "example.com", "256.0.0.1", "::g", "127.0.0.1:80", "[::1]", "a\nb", "192.0.2.1",
      "2001:db8::1",
    ])
  func badHost(host: String) throws {
    let error = try #require(failure(host: host))
    #expect(error.code == .addressUnusable)
    #expect(!error.description.contains("\n"))
  }

  @Test("refuses a port out of range", arguments: [-1, 65_536, Int.max, Int.min])
  func badPort(port: Int) throws {
    let error = try #require(failure(port: port))
    #expect(error.code == .addressUnusable)
    #expect(error.description == "port \(port) is not between 0 and 65535")
  }

  @Test("listens on IPv6")
  func ipv6() async throws {
    try await withServer {
      $0.host = "::1"
    } _: { server in
      let client = try TestClient(port: server.port, TestClient.Setup(loopback: .ipv6))
      #expect(try await client.exchange(get()).status == 200)
    }
  }

  @Test(
    "listens on the names of the loopback and of every address",
    arguments: ["localhost", "0.0.0.0"])
  func names(host: String) async throws {
    try await withServer {
      $0.host = host
    } _: { server in
      let client = try TestClient(port: server.port)
      #expect(try await client.exchange(get()).status == 200)
    }
  }
}
