using BootstrapVz.Base.Tasks;
using BootstrapVz.Common.Network;

namespace HelloPlugin;

/// <summary>Puts the greeting above the login prompt, with the name the machine has by then.</summary>
[Task(Phase.SystemModification, "Writing the greeting")]
[After<SetHostname>]
[Before<WriteHosts>]
public sealed class WriteGreeting(HelloOptions options) : BuildTask
{
    // agetty(8) shows every file of this folder after /etc/issue; \n is the host name.
    private const string Issue = "/etc/issue.d/hello.issue";

    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct) =>
        build.Root.WriteTextAsync(Issue, $"{options.Greeting} from \\n\n", ct: ct);
}
