using BootstrapVz.Base.Tasks;
using BootstrapVz.Common.Apt;

namespace BootstrapVz.Plugins.MinimizeSize;

/// <summary>Settings of apt.conf(5) by the name of their file in /etc/apt/apt.conf.d.</summary>
internal static class AptSettings
{
    private const string Clean = "rm -f /var/cache/apt/archives/*.deb /var/cache/apt/archives/partial/*.deb /var/cache/apt/*.bin || true";

    /// <summary>The settings of a manifest, as texts by file name.</summary>
    public static IReadOnlyDictionary<string, string> Of(AptMeasures measures)
    {
        (bool Wanted, string Name, string Text)[] all =
        [
            (measures.Autoclean, "90clean",
                $"""
                DPkg::Post-Invoke {"{"} "{Clean}"; {"}"};
                APT::Update::Post-Invoke {"{"} "{Clean}"; {"}"};
                Dir::Cache::pkgcache "";
                Dir::Cache::srcpkgcache "";

                """),
            (measures.Languages.Count > 0, "20languages", $"Acquire::Languages {{ {string.Concat(measures.Languages.Select(language => $"\"{language}\"; "))}}};\n"),
            (measures.GzipIndexes, "20gzip-indexes", "Acquire::GzipIndexes \"true\";\nAcquire::CompressionTypes::Order:: \"gz\";\n"),
            (measures.AutoremoveSuggests, "20autoremove-suggests", "APT::AutoRemove::SuggestsImportant \"false\";\n"),
        ];
        return all.Where(file => file.Wanted).ToDictionary(file => file.Name, file => file.Text);
    }
}

/// <summary>Tells apt what to keep.</summary>
[Task(Phase.PackageInstallation, "Having apt keep less")]
[Before<AptConfigured>]
internal sealed class WriteAptMeasures(AptMeasures measures) : BuildTask
{
    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext build, CancellationToken ct)
    {
        foreach (var (name, text) in AptSettings.Of(measures))
            await build.Root.WriteTextAsync("/etc/apt/apt.conf.d/" + name, text, ct: ct);
    }
}
