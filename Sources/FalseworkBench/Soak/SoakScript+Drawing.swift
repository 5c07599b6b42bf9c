// Falsework
// SPDX-License-Identifier: MIT

extension SoakScript {
  /// The longest that a script does nothing: longer than the server waits for a head or a body.
  package static let holdMax = Duration.seconds(35)
  private static let restMax = Duration.milliseconds(500)
  private static let dripCountMax = 60
  private static let dripInterval = Duration.milliseconds(100)

  /// Draws a script of any kind over any channel.
  package static func draw(
    _ targets: SoakTargets, using generator: inout SeededGenerator
  ) -> SoakScript {
    let kinds = SoakKind.allCases
    let kind = kinds[generator.number(in: 0...kinds.count - 1)]
    return draw(kind, targets, using: &generator)
  }

  /// Draws a script of a kind.
  package static func draw(
    _ kind: SoakKind, _ targets: SoakTargets, using generator: inout SeededGenerator
  ) -> SoakScript {
    var script = SoakScript(
      kind: kind, channel: generator.number(in: 0...1) == 0 ? .plain : .tls,
      steps: [.hold(generator.time(upTo: restMax))])
    script.draw(targets, using: &generator)
    return script
  }

  private mutating func draw(_ targets: SoakTargets, using generator: inout SeededGenerator) {
    switch kind {
    case .poller:
      for _ in 0..<generator.number(in: 1...20) { ask(targets.status) }
    case .fetcher:
      for request in [Self.submission(using: &generator), targets.result, targets.file] {
        ask(request)
      }
    case .dripper:
      let request = Self.request(targets, using: &generator).bytes
      let count = generator.number(in: 1...min(Self.dripCountMax, request.count))
      steps += [
        .send(request.dropLast(count)), .drip(request.suffix(count), every: Self.dripInterval),
        .expectReply(status: 200),
      ]
    case .halfCloser:
      let request = Self.request(targets, using: &generator)
      steps += [.send(request.bytes), .finishSending, .expectReply(status: 200)]
    case .mute:
      steps.append(.hold(Self.stall(using: &generator)))
    case .headStaller:
      let request = Self.request(targets, using: &generator)
      stall(request, after: generator.number(in: 1...request.headBytes - 1), using: &generator)
    case .bodyStaller:
      let request = Self.submission(using: &generator)
      let range = request.headBytes...request.bytes.count - 1
      stall(request, after: generator.number(in: range), using: &generator)
    case .resetter:
      for _ in 0..<3 { ask(Self.request(targets, using: &generator)) }
      wireBytesMax = generator.number(in: 1...1500)
    case .sipper:
      sip(targets, using: &generator)
    case .abandoner:
      steps += [.send(targets.file.bytes), .hold(Self.stall(using: &generator))]
      endSomehow(using: &generator)
    }
  }

  private mutating func ask(_ request: WireRequest) {
    steps += [.send(request.bytes), .expectReply(status: 200)]
  }

  private mutating func stall(
    _ request: WireRequest, after count: Int, using generator: inout SeededGenerator
  ) {
    steps += [
      .send(Array(request.bytes.prefix(count))), .hold(Self.stall(using: &generator)),
    ]
    endSomehow(using: &generator)
  }

  private mutating func sip(_ targets: SoakTargets, using generator: inout SeededGenerator) {
    receiveBufferBytes = 8192
    steps += [
      .send(targets.file.bytes),
      .sip(
        byteCount: generator.number(in: 1...targets.fileBytes),
        portion: generator.number(in: 512...32_768), every: .milliseconds(20)),
    ]
    endSomehow(using: &generator)
  }

  private mutating func endSomehow(using generator: inout SeededGenerator) {
    if generator.number(in: 0...1) == 0 { steps.append(.reset) }
  }

  /// A stall is short most of the time, so that many are had.
  private static func stall(using generator: inout SeededGenerator) -> Duration {
    generator.time(upTo: generator.number(in: 0...3) == 0 ? holdMax : .seconds(2))
  }

  private static func request(
    _ targets: SoakTargets, using generator: inout SeededGenerator
  ) -> WireRequest {
    switch generator.number(in: 0...2) {
    case 0: targets.status
    case 1: targets.result
    default: submission(using: &generator)
    }
  }

  /// A submission of one of a few images; its mesh is the smallest, and never fetched.
  private static func submission(using generator: inout SeededGenerator) -> WireRequest {
    FalseworkServer.submission(
      image: String(generator.number(in: 0...9999)),
      #", "texture_size": 512, "mesh_simplify": 0.98"#)
  }
}
