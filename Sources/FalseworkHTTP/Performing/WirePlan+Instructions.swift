// Falsework
// SPDX-License-Identifier: MIT

extension WirePlan {
  /// What stands where the size of a chunk belongs.
  public static let malformedChunkSize = Array("oops\r\n".utf8)

  /// Returns the steps that perform a reply by this plan.
  ///
  /// `contentBytes` is the length of the content as it is sent, so 0 in answer to `HEAD`; `nil` for
  /// a stream, whose length nobody knows. Offsets below zero count as zero.
  public func instructions(headBytes: Int, contentBytes: Int?) -> [WireInstruction] {
    guard let substitute else {
      return InstructionList(self, Measure(head: headBytes, content: contentBytes)).steps
    }
    return InstructionList(self, Measure(head: 0, content: substitute.count)).steps
  }

  /// Where positions lie in a reply.
  private struct Measure {
    let head: Int
    let content: Int?

    /// The position that stands for the end of the content of a stream.
    static let streamEnd = Int.max - 1
    /// The position behind a stream and what marks its end.
    static let behindStream = Int.max

    var contentEnd: Int { content.map { head + $0 } ?? Self.streamEnd }
    var end: Int { content.map { head + $0 } ?? Self.behindStream }

    func content(at offset: Int) -> Int {
      let offset = max(0, offset)
      return offset < contentEnd - head ? head + offset : contentEnd
    }

    func position(of point: Point) -> Int {
      switch point {
      case .start: return 0
      case .head(let bytes): return min(max(0, bytes), head)
      case .content(let bytes): return content(at: bytes)
      case .contentShare(let share):
        guard share > 0 else { return head }
        guard let content, share < 1 else { return contentEnd }
        return head + Int(Double(content) * share)
      case .beforeEnd(let bytes):
        guard bytes > 0 else { return end }
        return content == nil ? contentEnd : max(0, end - bytes)
      }
    }
  }

  /// Steps in the making.
  private struct InstructionList {
    private(set) var steps: [WireInstruction] = []
    private let plan: WirePlan
    private let measure: Measure
    private var position = 0

    init(_ plan: WirePlan, _ measure: Measure) {
      self.plan = plan
      self.measure = measure
      let stop = plan.stop.map { measure.position(of: $0.point) }
      if let pace = plan.pace, stop != 0 { steps.append(.pace(pace)) }
      for event in events where stop.map({ event.comes(beforeStopAt: $0) }) ?? true {
        perform(event)
      }
      end(at: stop)
    }

    private struct Event {
      enum Kind: Int {
        case pause, insertion, alteration
      }

      let position: Int
      let kind: Kind
      let steps: [WireInstruction]

      func comes(beforeStopAt stop: Int) -> Bool {
        position < stop || position == stop && kind != .alteration
      }
    }

    /// What happens on the way, by position, then by kind, then in the order of the plan.
    private var events: [Event] {
      var events = plan.pauses.filter { $0.duration > .zero }.map {
        Event(
          position: measure.position(of: $0.point), kind: .pause, steps: [.wait($0.duration)])
      }
      if case .malformedChunk(let offset) = plan.framing, plan.substitute == nil {
        events.append(
          Event(
            position: measure.content(at: offset), kind: .insertion,
            steps: [.insert(WirePlan.malformedChunkSize)]))
      }
      events += alterations
      return events.enumerated().sorted { left, right in
        (left.element.position, left.element.kind.rawValue, left.offset)
          < (right.element.position, right.element.kind.rawValue, right.offset)
      }.map(\.element)
    }

    private var alterations: [Event] {
      var masks: [Int: UInt8] = [:]
      for alteration in plan.alterations where alteration.offset >= 0 {
        let position = measure.content(at: alteration.offset)
        if position < measure.contentEnd { masks[position, default: 0] ^= alteration.mask }
      }
      return masks.filter { $0.value != 0 }.map { position, mask in
        Event(position: position, kind: .alteration, steps: [alter(position, mask)])
      }
    }

    private func alter(_ position: Int, _ mask: UInt8) -> WireInstruction {
      plan.substitute.map { .insert([$0[position] ^ mask]) } ?? .alter(mask)
    }

    private mutating func perform(_ event: Event) {
      advance(to: event.position)
      steps += event.steps
      if event.kind == .alteration { position += 1 }
    }

    private mutating func advance(to target: Int) {
      guard target > position else { return }
      if let substitute = plan.substitute {
        steps.append(.insert(Array(substitute[position..<target])))
      } else if target == Measure.behindStream {
        steps.append(.sendRest)
      } else {
        steps.append(target == Measure.streamEnd ? .sendContent : .send(target - position))
      }
      position = target
    }

    private mutating func end(at stop: Int?) {
      if let stop, stop < measure.end || plan.substitute != nil {
        advance(to: stop)
      } else if plan.substitute != nil {
        advance(to: measure.end)
      } else if position != Measure.behindStream {
        steps.append(.sendRest)
      }
      if let ending = plan.stop?.ending ?? closing { steps.append(.end(ending)) }
    }

    /// What a lie makes of a connection that could not go on.
    private var closing: WireEnding? {
      if plan.substitute != nil { return .close }
      switch plan.framing {
      case .honest: return nil
      case .length(let offset): return offset > 0 || measure.content == nil ? .close : nil
      case .none, .malformedChunk: return .close
      }
    }
  }
}
