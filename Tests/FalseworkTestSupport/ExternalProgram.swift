// Falsework
// SPDX-License-Identifier: MIT

internal import CLinux
internal import Dispatch
internal import Foundation
internal import Glibc
internal import Synchronization

/// A program that runs beside the tests, whose output is collected; reaped when it ends.
///
/// Not Foundation's `Process`: up to Swift 6.3 its `run` reads beyond the listing of
/// `/proc/self/fd`, and one run of the tests in about fifteen died of that
/// (swiftlang/swift-corelibs-foundation#5472).
public final class ExternalProgram: Sendable {
  /// What a program left behind.
  public struct Outcome: Sendable {
    /// The exit status, 128 + n for a signal n.
    public let status: Int32
    /// The bytes of standard output.
    public let content: [UInt8]
    /// Standard error.
    public let errors: String

    /// Standard output as text.
    public var output: String { String(decoding: content, as: UTF8.self) }
  }

  /// The program could not be started.
  public struct NotStarted: Error, CustomStringConvertible {
    /// The command and the reason.
    public let description: String
  }

  /// The process.
  public let pid: Int32
  private let ended = DispatchGroup()
  private let published = Mutex<Outcome?>(nil)

  /// Starts a command, which is looked for in `PATH`, without input and with `environment` added
  /// to that of the tests.
  public init(_ command: [String], environment: [String: String] = [:]) throws {
    let (output, errors) = (try Conduit(), try Conduit())
    defer { for conduit in [output, errors] { close(conduit.writing) } }
    pid = try Self.spawn(command, environment, output.writing, errors.writing)
    collect(output.reading, errors.reading)
  }

  /// Runs a command to its end.
  public static func run(
    _ command: [String], environment: [String: String] = [:]
  ) async throws -> Outcome {
    try await ExternalProgram(command, environment: environment).outcome()
  }

  /// Waits for the end of the program.
  public func outcome() async -> Outcome {
    await withCheckedContinuation { continuation in
      ended.notify(queue: DispatchQueue(label: "tests.program")) {
        continuation.resume(returning: self.outcomeBlocking())
      }
    }
  }

  /// Waits for the end of the program and blocks the thread meanwhile.
  public func outcomeBlocking() -> Outcome {
    ended.wait()
    return published.withLock { $0 } ?? Outcome(status: -1, content: [], errors: "not collected")
  }

  private func collect(_ output: CInt, _ errors: CInt) {
    let complaints = Mutex<[UInt8]>([])
    let heard = DispatchGroup()
    heard.enter()
    ended.enter()
    Thread.detachNewThread {
      let bytes = Self.contents(errors)
      complaints.withLock { $0 = bytes }
      heard.leave()
    }
    Thread.detachNewThread { [self] in
      let content = Self.contents(output)
      heard.wait()
      let text = complaints.withLock { String(decoding: $0, as: UTF8.self) }
      let outcome = Outcome(status: Self.reap(pid), content: content, errors: text)
      published.withLock { $0 = outcome }
      ended.leave()
    }
  }

  private static func contents(_ descriptor: CInt) -> [UInt8] {
    defer { close(descriptor) }
    var contents: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      if count > 0 { contents += buffer[..<count] }
      guard count > 0 || count < 0 && errno == EINTR else { return contents }
    }
  }

  private static func reap(_ pid: pid_t) -> Int32 {
    var status: CInt = 0
    while waitpid(pid, &status, 0) < 0 {
      guard errno == EINTR else { return -1 }
    }
    let signal = status & 0x7f
    return signal == 0 ? (status >> 8) & 0xff : 128 + signal
  }

  private static func spawn(
    _ command: [String], _ environment: [String: String], _ output: CInt, _ errors: CInt
  ) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
    posix_spawn_file_actions_adddup2(&actions, errors, STDERR_FILENO)
    posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1)

    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    for number in [SIGINT, SIGTERM, SIGHUP, SIGPIPE, SIGXFSZ] { sigaddset(&signals, number) }
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))

    let inherited = ProcessInfo.processInfo.environment
    let variables = inherited.merging(environment) { $1 }.map { "\($0)=\($1)" }
    var pid = pid_t()
    let failure = withCStrings(command) { arguments in
      withCStrings(variables) { variables in
        posix_spawnp(&pid, command[0], &actions, &attributes, arguments, variables)
      }
    }
    guard failure == 0 else {
      throw NotStarted(description: "\(command[0]): \(String(cString: strerror(failure)))")
    }
    return pid
  }

  private static func withCStrings<Value>(
    _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Value
  ) -> Value {
    let pointers: [UnsafeMutablePointer<CChar>?] = strings.map { strdup($0) } + [nil]
    defer { pointers.forEach { free($0) } }
    return body(pointers)
  }
}
