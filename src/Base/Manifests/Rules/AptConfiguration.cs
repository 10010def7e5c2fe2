using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Hosts;

namespace BootstrapVz.Base.Manifests.Rules;

/// <summary>Asks apt whether it can read the texts under <c>packages.apt.conf.d</c>.</summary>
internal static class AptConfiguration
{
    private const string Key = "apt.conf.d";

    public static async Task CheckAsync(ManifestDraft draft, IHost host, CancellationToken ct)
    {
        if (draft.Options is not { } options || draft.Findings.IsBroken("packages", Key) || options.Packages.AptConf.Count == 0)
            return;
        if (host.Find("apt-config") is null)
        {
            draft.Findings.Warning(draft.Locate(["packages", Key]), ErrorCodes.CheckSkipped, $"'packages.{Key}' was not checked: this host has no 'apt-config'", "install the package apt to have it checked");
            return;
        }

        var texts = options.Packages.AptConf;
        if (await ComplaintAsync(host, string.Concat(texts.Values.Select(text => text + "\n")), ct) is not { } together)
            return;
        // One call is enough while all is well; only a refusal is traced to its text.
        var refused = false;
        foreach (var (name, text) in texts)
        {
            if (await ComplaintAsync(host, text + "\n", ct) is { } complaint)
            {
                refused = true;
                Report(draft, ["packages", Key, name.Value], complaint);
            }
        }

        if (!refused)
            Report(draft, ["packages", Key], together);
    }

    private static void Report(ManifestDraft draft, IReadOnlyList<string> path, string complaint) =>
        draft.Findings.Error(draft.Locate(path), ErrorCodes.BadAptConfiguration, $"apt cannot read this: {complaint}", "see apt.conf(5); every value ends with ';'");

    private static async Task<string?> ComplaintAsync(IHost host, string text, CancellationToken ct)
    {
        var command = new Command("apt-config", "--config-file=/dev/stdin", "dump") { Input = text, AllowedExitCodes = [.. Enumerable.Range(0, 256)], LogOutput = false };
        var result = await host.RunAsync(command, ct);
        if (result.ExitCode == 0)
            return null;
        var lines = result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line.StartsWith("E: ", StringComparison.Ordinal));
        return string.Join("; ", lines.Select(line => line[3..].Replace("/dev/stdin:", "line ", StringComparison.Ordinal))) is { Length: > 0 } said ? said : "'apt-config' refuses it";
    }
}
