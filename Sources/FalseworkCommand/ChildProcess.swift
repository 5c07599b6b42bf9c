// Falsework
// SPDX-License-Identifier: MIT

internal import Dispatch
internal import Glibc

/// A command that runs beside us, on our terminal and in our process group.
struct ChildProcess: Sendable {
  private let pid: pid_t

  /// Starts a command, which is looked for in `PATH`.
  ///
  /// As in shells, a command that is not found fails with 127, one that cannot be run with 126.
  init(_ command: [String], environment: ProcessEnvironment) throws(CommandFailure) {
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // The signals that we take for ourselves, and those that our thread blocks, must reach the
    // command as usual.
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    for number in [SIGINT, SIGTERM, SIGPIPE, SIGXFSZ] { sigaddset(&signals, number) }
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))

    let variables = environment.variables.map { "\($0)=\($1)" }.sorted()
    var pid = pid_t()
    let failure = Self.withCStrings(command) { arguments in
      Self.withCStrings(variables) { variables in
        posix_spawnp(&pid, command[0], nil, &attributes, arguments, variables)
      }
    }
    guard failure == 0 else {
      let reason = String(cString: strerror(failure))
      throw CommandFailure(
        "cannot run \(command[0]): \(reason)",
        status: ExitStatus(code: failure == ENOENT ? 127 : 126))
    }
    self.pid = pid
  }

  /// Waits for the end of the command and returns its status, 128 + n for a signal n.
  ///
  /// A SIGTERM to us is passed on; a SIGINT from the terminal reaches the command by itself.
  func wait(passingOn signals: SignalWatch) async -> ExitStatus {
    let relay = Task {
      while let number = await signals.next() {
        if number == SIGTERM { kill(pid, SIGTERM) }
      }
    }
    defer { relay.cancel() }
    return await withCheckedContinuation { continuation in
      DispatchQueue(label: "falsework.child").async {
        continuation.resume(returning: self.waitBlocking())
      }
    }
  }

  private func waitBlocking() -> ExitStatus {
    var status: CInt = 0
    while waitpid(pid, &status, 0) < 0 {
      guard errno == EINTR else { return .failure }
    }
    let signal = status & 0x7f
    return ExitStatus(code: signal == 0 ? (status >> 8) & 0xff : 128 + signal)
  }

  private static func withCStrings<Value>(
    _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Value
  ) -> Value {
    let pointers: [UnsafeMutablePointer<CChar>?] = strings.map { strdup($0) } + [nil]
    defer { pointers.forEach { free($0) } }
    return body(pointers)
  }
}
