// Falsework
// SPDX-License-Identifier: MIT

internal import ArgumentParser
internal import FalseworkImage
internal import FalseworkMesh

/// Measures how long meshes take to be made.
struct MeshCommand: BenchSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "mesh",
    abstract: "Measure how long meshes take to be made, and the memory that it takes.",
    discussion: """
      One thread makes meshes in turn, of one picture and of seeds that change from round to \
      round. Figures are medians of the rounds, ± half of their spread.
      """)

  @Option(help: "The number of rounds.")
  var rounds = 9

  @Option(
    help: ArgumentHelp("The picture to make meshes of: PNG, JPEG or WebP.", valueName: "file"))
  var image = "Fixtures/images/fox.png"

  @Option(help: ArgumentHelp("A file for the values of every round.", valueName: "file"))
  var json: String?

  func validate() throws {
    try Self.check(rounds: rounds, seconds: 1)
  }

  func run(_ console: Console) throws(BenchFailure) -> BenchVerdict {
    let load = Self.loadBefore(console)
    let picture = try readPicture()
    var table: [[Double]] = Subject.all.map { _ in [] }
    for round in 1...rounds {
      console.complain("round \(round) of \(rounds)")
      for (index, subject) in Subject.all.enumerated() {
        table[index].append(try subject.seconds(picture, seed: round))
      }
    }
    var report = BenchReport(
      circumstances: Self.circumstances(load: load), peerName: "peer")
    report.readings = zip(Subject.all, table).map { subject, seconds in
      Reading(
        "mesh", subject.name, .seconds, ours: Samples(seconds), target: .valueAtMost(subject.bound))
    }
    if let peak = ProcessFigures.peakBytes {
      report.readings.append(
        Reading(
          "mesh", "peak memory of it all", .bytes, ours: Samples([peak]),
          target: .valueAtMost(150e6)))
    }
    try Self.publish(report, console, file: json)
    return .clean
  }

  private func readPicture() throws(BenchFailure) -> Picture {
    guard let bytes = File.bytes(at: image) else {
      throw BenchFailure("cannot read \(image); name a picture with --image")
    }
    do {
      return try PictureDecoder().decode(bytes)
    } catch {
      throw BenchFailure("\(image): \(error)")
    }
  }
}

/// A mesh to make, and how long it may take.
private struct Subject {
  enum Shape: String {
    case picture, creature, star
  }

  let shape: Shape
  let textureSize: Int
  /// In seconds.
  let bound: Double

  var name: String { "\(shape.rawValue), texture \(textureSize)" }

  static let all = [
    Subject(shape: .picture, textureSize: 512, bound: 0.11),
    Subject(shape: .picture, textureSize: 1024, bound: 0.25),
    Subject(shape: .picture, textureSize: 2048, bound: 0.8),
    Subject(shape: .creature, textureSize: 512, bound: 0.11),
    Subject(shape: .creature, textureSize: 1024, bound: 0.25),
    Subject(shape: .creature, textureSize: 2048, bound: 0.8),
    Subject(shape: .star, textureSize: 1024, bound: 0.06),
  ]

  func seconds(_ picture: Picture, seed: Int) throws(BenchFailure) -> Double {
    let parameters: MeshParameters
    do {
      parameters = try MeshParameters(seed: MeshSeed(integer: "\(seed)"), textureSize: textureSize)
    } catch {
      throw BenchFailure("\(error)")
    }
    let source: MeshSource =
      switch shape {
      case .picture: .picture(picture)
      case .creature: .creature
      case .star: .star
      }
    let began = BenchClock.now
    let count = source.generate(parameters).glb.count
    let ended = BenchClock.now
    guard count > 0 else { throw BenchFailure("\(name) is empty") }
    return Double(ended - began) / 1e9
  }
}
