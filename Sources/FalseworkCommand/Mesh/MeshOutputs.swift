// Falsework
// SPDX-License-Identifier: MIT

/// Where the mesh and the picture of it go, which must not be in each other's way.
struct MeshOutputs {
  /// Where the mesh goes; nil where only a picture is asked for.
  let mesh: Place?
  /// Where the picture goes.
  let preview: Place?
  private let console: Console

  /// A file, or the standard output.
  enum Place {
    case file(OutputFile, name: String)
    case standardOutput

    init(_ argument: String, option: String) {
      self =
        argument == "-"
        ? .standardOutput : .file(OutputFile(argument, option: option), name: argument)
    }

    /// The name for people.
    var name: String {
      switch self {
      case .file(_, let name): name
      case .standardOutput: "<stdout>"
      }
    }

    fileprivate var file: OutputFile? {
      if case .file(let file, _) = self { file } else { nil }
    }
  }

  /// Names the places as on the command line; `image` is the file that the picture of the subject
  /// is read from.
  init(
    mesh: String?, preview: String?, image: String?, _ console: Console
  ) throws(CommandFailure) {
    self.mesh = mesh.map { Place($0, option: "--output") }
    self.preview = preview.map { Place($0, option: "--preview") }
    self.console = console
    if let mesh = self.mesh?.file, let preview = self.preview?.file, preview.overwrites(mesh) {
      throw Self.refusal("--preview would overwrite the mesh of --output; name two files")
    }
    let source = image.flatMap { $0 == "-" ? nil : OutputFile($0) }
    for (place, option) in [(self.mesh, "--output"), (self.preview, "--preview")] {
      if let source, let file = place?.file, file.overwrites(source) {
        throw Self.refusal("\(option) would overwrite the picture of --image; name another file")
      }
      if case .standardOutput? = place, console.style == .terminal {
        throw Self.refusal(
          "\(option) - would fill the terminal with bytes; name a file, or send them to a file or "
            + "a program with > or |")
      }
    }
  }

  /// Puts bytes in a place and says which.
  func write(_ bytes: [UInt8], to place: Place, _ summary: String) throws(CommandFailure) {
    switch place {
    case .file(let file, _): try file.write(bytes)
    case .standardOutput: try OutputFile.writeStandardOutput(bytes)
    }
    say("\(place.name): \(bytes.count) bytes, \(summary)")
  }

  /// Tells people something, beside the output where that is taken by bytes.
  func say(_ line: String) {
    let isTaken = [mesh, preview].contains { place in
      if case .standardOutput? = place { true } else { false }
    }
    if isTaken { console.complain(line) } else { console.write(line) }
  }

  private static func refusal(_ message: String) -> CommandFailure {
    CommandFailure(message, status: .usage)
  }
}
