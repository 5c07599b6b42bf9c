// Falsework
// SPDX-License-Identifier: MIT

extension Probe {
  /// What is asked of a server, in this order.
  static func agenda(of jobs: some Collection<ProbeJob>) -> [Probe] {
    let doors: [Probe] = [
      .anonymous, .malformedKey, .wrongMethod, .preflight, .document, .keys, .unknown(.status),
      .unknown(.result), .unknown(.cancel),
    ]
    return doors + jobs.flatMap(agenda)
  }

  private static func agenda(of job: ProbeJob) -> [Probe] {
    switch job {
    case .sound:
      [
        .submit(job), .early(job), .poll(job), .status(job, .without), .status(job, .with),
        .result(job), .lateCancel(job), .stream(job), .mesh, .meshRange, .meshUnchanged,
      ]
    case .rejected: [.submit(job), .poll(job), .status(job, .without), .result(job)]
    case .cancelled: [.submit(job), .cancel(job), .poll(job)]
    case .subpath: [.submit(job), .wholeID(job), .stream(job), .poll(job)]
    }
  }
}
