using BootstrapVz.Base.Tasks;

namespace BootstrapVz.Plugins.MotdRelease;

/// <summary>Writes what stands above the login prompt.</summary>
[Task(Phase.SystemModification, "Writing what stands above the login prompt")]
[Touches("/etc/issue.d")]
internal sealed class WriteIssue(MotdReleaseOptions options) : BuildTask
{
    // agetty(8) shows the files of this folder; a backslash begins one of its own variables.
    private const string Issue = "/etc/issue.d/manifest.issue";

    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct) =>
        build.Root.WriteTextAsync(Issue, build.Expand(options.Issue!).TrimEnd('\n') + "\n", ct: ct);
}

/// <summary>Writes the message of the day.</summary>
[Task(Phase.SystemModification, "Writing the message of the day")]
[Touches("/etc/motd")]
internal sealed class WriteMotd(MotdReleaseOptions options) : BuildTask
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct) =>
        build.Root.WriteTextAsync("/etc/motd", build.Expand(options.Motd!).TrimEnd('\n') + "\n", ct: ct);
}
