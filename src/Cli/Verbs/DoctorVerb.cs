using System.CommandLine;
using BootstrapVz.Base.Errors;
using BootstrapVz.Cli.Building;
using BootstrapVz.Cli.Doctor;
using BootstrapVz.Cli.Output;

namespace BootstrapVz.Cli.Verbs;

/// <summary><c>doctor [FEATURE...]</c>: what this host lacks for what.</summary>
internal static class DoctorVerb
{
    /// <summary>The verb.</summary>
    public static Command Create(Terminal terminal)
    {
        var features = new Argument<string[]>("FEATURE")
        {
            Description = "Features to look at. [default: all]",
            Arity = ArgumentArity.ZeroOrMore,
        };
        features.AcceptOnlyFromAmong([.. Examination.Names]);
        var install = new Option<bool>("--install") { Description = "Install missing packages with apt; needs root." };
        var command = new Command("doctor", "Says what this host lacks for which feature and how to mend it.") { features, install };
        command.SetAction((parsed, ct) => RunAsync(parsed.GetValue(features) ?? [], parsed.GetValue(install), terminal, ct));
        return command;
    }

    private static async Task<int> RunAsync(string[] features, bool install, Terminal terminal, CancellationToken ct)
    {
        var examination = new Examination(ThisHost.Quiet, terminal.IsRoot);
        var findings = await examination.ExamineAsync(features, ct);
        if (install && DoctorText.Packages(findings) is { Count: > 0 } packages)
        {
            if (!terminal.IsRoot)
                throw new HostRequirementException([new("root rights, which installing packages takes", "sudo bootstrap-vz doctor --install")]);
            await terminal.Error.WriteLineAsync($"installing {string.Join(' ', packages)}".AsMemory(), ct);
            var quiet = new Dictionary<string, string?> { ["DEBIAN_FRONTEND"] = "noninteractive" };
            await ThisHost.Quiet.RunAsync(new("apt-get", "update", "-qq") { Environment = quiet }, ct);
            await ThisHost.Quiet.RunAsync(
                new("apt-get", ["install", "--yes", "-qq", "--no-install-recommends", .. packages]) { Environment = quiet }, ct);
            findings = await examination.ExamineAsync(features, ct);
        }

        DoctorText.Write(terminal.Out, findings, Colours.Choose("never", terminal));

        // Asked about everything, only building counts: the rest is extra.
        var wanted = features.Length > 0 ? features : ["build"];
        return (findings.Where(f => wanted.Contains(f.Feature)).All(f => f.Works) ? ExitCode.Success : ExitCode.HostRequirement).Code();
    }
}
