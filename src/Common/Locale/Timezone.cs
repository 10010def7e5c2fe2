using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Releases;
using BootstrapVz.Base.Tasks;

namespace BootstrapVz.Common.Locale;

/// <summary>Sets the time zone.</summary>
[Task(Phase.SystemModification, "Setting the time zone")]
[Touches("/etc/localtime", "/etc/timezone")]
public sealed class SetTimezone(SystemOptions system, Release release) : BuildTask
{
    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext build, CancellationToken ct)
    {
        var zone = "/usr/share/zoneinfo/" + system.Timezone;
        if (build.Root.DirectoryExists("/usr/share/zoneinfo") && !build.Root.FileExists(zone))
        {
            throw new BuildException(
                $"time zone '{system.Timezone}' is not in the image's time zone database",
                "names are those below /usr/share/zoneinfo, for example 'Europe/Berlin'; old names need the package 'tzdata-legacy' in packages.install");
        }

        build.Root.CreateLink("/etc/localtime", zone);

        // From trixie on nothing reads /etc/timezone any more: Debian bug 346342.
        if (release < ReleaseTable.Get("trixie"))
            await build.Root.WriteTextAsync("/etc/timezone", system.Timezone + "\n", ct: ct);
    }
}
