// Falsework
// SPDX-License-Identifier: MIT

internal import Dispatch
internal import Glibc

/// A command that runs beside us.
struct ChildProcess: Sendable {
  private let pid: pid_t
  private let surroundings: Surroundings

  /// Where a command reads and writes, and with whom it gets signals.
  enum Surroundings: Sendable, Hashable {
    /// On our terminal, and in our process group.
    case shared
    /// In a process group of its own, with nothing to read; all that it writes goes to a file.
    case alone(output: String)
  }

  /// Starts a command, which is looked for in `PATH`.
  ///
  /// As in shells, a command that is not found fails with 127, one that cannot be run with 126.
  init(
    _ command: [String], environment: ProcessEnvironment, _ surroundings: Surroundings = .shared
  ) throws(CommandFailure) {
    self.surroundings = surroundings
    var files = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&files)
    defer { posix_spawn_file_actions_destroy(&files) }
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
    var flags = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK
    if case .alone(let output) = surroundings {
      flags |= POSIX_SPAWN_SETPGROUP
      posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
      posix_spawn_file_actions_addopen(
        &files, STDOUT_FILENO, output, O_WRONLY | O_CREAT | O_APPEND, 0o600)
      posix_spawn_file_actions_adddup2(&files, STDOUT_FILENO, STDERR_FILENO)
    }
    posix_spawnattr_setflags(&attributes, Int16(flags))

    let variables = environment.variables.map { "\($0)=\($1)" }.sorted()
    var pid = pid_t()
    let failure = Self.withCStrings(command) { arguments in
      Self.withCStrings(variables) { variables in
        posix_spawnp(&pid, command[0], &files, &attributes, arguments, variables)
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
        if number == SIGTERM { send(SIGTERM) }
      }
    }
    defer { relay.cancel() }
    return await end().status
  }

  /// Waits for the end of the command and returns how it came.
  func end() async -> End {
    await withCheckedContinuation { continuation in
      DispatchQueue(label: "falsework.child").async {
        continuation.resume(returning: self.waitBlocking())
      }
    }
  }

  /// Sends a signal to the command, and to all of its group where it has one of its own.
  func send(_ signal: CInt) {
    switch surroundings {
    case .shared: kill(pid, signal)
    case .alone: kill(-pid, signal)
    }
  }

  /// How a command ends.
  enum End: Sendable, Hashable {
    /// By itself, with a status.
    case exited(status: Int32)
    /// By a signal.
    case signalled(number: Int32)

    /// The status as shells have it: 128 + n for a signal n.
    var status: ExitStatus {
      switch self {
      case .exited(let status): ExitStatus(code: status)
      case .signalled(let number): ExitStatus(code: 128 + number)
      }
    }
  }

  private func waitBlocking() -> End {
    var status: CInt = 0
    while waitpid(pid, &status, 0) < 0 {
      guard errno == EINTR else { return .exited(status: ExitStatus.failure.code) }
    }
    let signal = status & 0x7f
    return signal == 0 ? .exited(status: (status >> 8) & 0xff) : .signalled(number: signal)
  }

  private static func withCStrings<Value>(
    _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Value
  ) -> Value {
    let pointers: [UnsafeMutablePointer<CChar>?] = strings.map { strdup($0) } + [nil]
    defer { pointers.forEach { free($0) } }
    return body(pointers)
  }
}
