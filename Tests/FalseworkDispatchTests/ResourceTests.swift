// Falsework
// SPDX-License-Identifier: MIT

import FalseworkDispatch
import FalseworkHTTP
import Glibc
import HTTPTypes
import Testing

/// Measurements of a whole process, each in a process of its own.
@Suite("Resources", .timeLimit(.minutes(5)), .overEachReadiness)
struct ResourceTests {
  @Test("leaves no descriptor behind")
  func descriptors() async {
    await #expect(processExitsWith: .success) { [readiness = Readiness.ofTest as Readiness] in
      let file = try TemporaryFile(length: 1_000_000)
      let service = TestService { request in
        request.head.method == .head
          ? .later { ServerReply(.ok) }
          : .now(ServerReply(.ok, content: .file(path: file.path, range: 0..<1_000_000)))
      }
      // The first server makes the descriptors that Dispatch keeps.
      try await withServer(service) {
        $0.readiness = readiness
      } _: { server in
        _ = try await TestClient(port: server.port).exchange(get())
      }
      let before = openDescriptors()
      for _ in 0..<3 {
        try await withServer(service) {
          $0.readiness = readiness
        } _: { server in
          for index in 0..<50 {
            let client = try TestClient(port: server.port)
            switch index % 5 {
            case 0: try await client.send(get())
            case 1: _ = try await client.exchange(get())
            case 2: _ = try await client.exchange(request("HEAD", "/"))
            case 3: try await client.send("nonsense")
            default: client.finishSending()
            }
            if index % 2 == 0 { client.reset() }
          }
        }
      }
      let after = openDescriptors()
      file.remove()
      exit(after == before ? EXIT_SUCCESS : EXIT_FAILURE)
    }
  }

  @Test("leaves nothing behind of a thousand replies that are broken or take their time")
  func performances() async {
    await #expect(processExitsWith: .success) { [readiness = Readiness.ofTest as Readiness] in
      let timer = HandTimer()
      let service = TestService { request in
        let index = request.head.target.path.flatMap { Int($0.dropFirst()) } ?? 0
        return .now(
          .performed(by: timer) {
            switch index % 5 {
            case 0: $0.stop = WirePlan.Stop(at: .content(1), .reset)
            case 1: $0.stop = WirePlan.Stop(at: .content(1), .close)
            case 2: $0.stop = WirePlan.Stop(at: .content(1), .stall)
            case 3: $0.pauses = [WirePlan.Pause(at: .content(1), for: .seconds(60))]
            default: $0.substitute = [1, 2, 3]
            }
          })
      }
      func serve(_ count: Int) async throws {
        try await withServer(service) {
          $0.readiness = readiness
        } _: { server in
          for index in 0..<count {
            let client = try TestClient(port: server.port)
            try await client.send(get("/\(index)"))
            _ = try await client.receiveSome()
            if index % 2 == 0 { client.reset() }
          }
          for _ in 0..<count { _ = await service.finishedExchanges.next() }
        }
      }
      // The first server makes the descriptors that Dispatch keeps.
      try await serve(1)
      let before = openDescriptors()
      try await serve(1000)
      // Each wait was let go of.
      for _ in 0..<200 { await timer.freed.next() }
      exit(openDescriptors() == before ? EXIT_SUCCESS : EXIT_FAILURE)
    }
  }

  @Test("spends no time on a connection that is closed on one side and waits")
  func halfClosedAndIdle() async {
    await #expect(processExitsWith: .success) { [readiness = Readiness.ofTest as Readiness] in
      let (started, never) = (Mailbox<Void>(), Mailbox<Void>())
      let service = TestService { _ in
        .later {
          started.post(())
          await never.next()
          return ServerReply(.ok)
        }
      }
      var spent = clock_t.max
      try await withServer(service) {
        $0.bodyStallTimeout = .milliseconds(400)
        $0.loopCount = 1
        $0.readiness = readiness
      } _: { server in
        let waiting = try TestClient(port: server.port)
        try await waiting.send(get())
        waiting.finishSending()
        await started.next()
        let start = clock()
        let stalled = try TestClient(port: server.port)
        _ = try await stalled.exchange(post(length: 1))
        spent = clock() - start
      }
      exit(spent < CLOCKS_PER_SEC / 10 ? EXIT_SUCCESS : EXIT_FAILURE)
    }
  }

  @Test("takes the waiting connections once there are descriptors again")
  func outOfDescriptors() async {
    await #expect(processExitsWith: .success) { [readiness = Readiness.ofTest as Readiness] in
      try await withServer {
        $0.readiness = readiness
      } _: { server in
        let clients = try (0..<20).map { _ in try TestClient(unconnected: .init()) }
        let free = dup(0)
        close(free)
        var limit = rlimit(rlim_cur: rlim_t(free) + 12, rlim_max: rlim_t(free) + 12)
        guard setrlimit(__rlimit_resource_t(7), &limit) == 0 else { exit(EXIT_FAILURE) }
        for client in clients { try client.connect(port: server.port) }
        for client in clients {
          guard try await client.exchange(get()).status == 200 else { exit(EXIT_FAILURE) }
          client.close()
        }
      }
      exit(EXIT_SUCCESS)
    }
  }

  @Test("frees the service and all that hangs on it once stopped")
  func freed() async throws {
    weak var service: TestService?
    try await serveAndStop { service = $0 }
    #expect(service == nil)
  }

  private func serveAndStop(_ note: (TestService) -> Void) async throws {
    let service = TestService()
    note(service)
    try await withServer(service) { server in
      let client = try TestClient(port: server.port)
      _ = try await client.exchange(get())
      let other = try TestClient(port: server.port)
      try await other.greet()
    }
  }
}

/// For the way into a process of its own.
extension Readiness: Codable {}

/// Returns the count of open descriptors, but for those into `/proc`: where there is much to do,
/// Dispatch looks there now and then at what its threads are doing.
private func openDescriptors() -> Int {
  (0..<1024).count { descriptor in
    var target = [CChar](repeating: 0, count: 7)
    let length = readlink("/proc/self/fd/\(descriptor)", &target, 6)
    return length > 0 && target != Array("/proc/".utf8CString)
  }
}
