using BootstrapVz.Base.Architectures;
using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Hosts;
using BootstrapVz.Common.Qemu;

namespace BootstrapVz.Common.Foreign;

/// <summary>
/// Lets programs of another architecture run: during a build those of the image do. What the host has registered is used; where it has
/// nothing, the build registers QEMU for itself, in a user namespace of its own, and the host stays as it is.
/// </summary>
public sealed class ForeignPrograms(IHost host)
{
    private const string Instance = "/proc/sys/fs/binfmt_misc";
    private const string Package = "qemu-user-static"; // from trixie on a name for qemu-user, whose programs are static there

    // The inode of the first user namespace, in which a registration would be the host's: PROC_USER_INIT_INO of the kernel's include/linux/proc_ns.h.
    private const string HostUsers = "user:[4026531837]";

    /// <summary>The processor to emulate, for <c>QEMU_CPU</c>; null where QEMU's own choice is a good one, or none is needed.</summary>
    public static string? Processor(DebianArchitecture architecture) => ArchitectureTable.IsForeign(architecture) ? EmulatedProcessor.OfPrograms(architecture) : null;

    /// <summary>Tries whether an architecture's programs run, in a root with nothing but one of them.</summary>
    /// <param name="architecture">The architecture.</param>
    /// <param name="scratch">A folder from which programs may be started.</param>
    /// <param name="ct">Stops it.</param>
    public async Task<bool> RunAsync(DebianArchitecture architecture, string scratch, CancellationToken ct)
    {
        const string program = "/program";
        var root = Directory.CreateDirectory(Path.Combine(scratch, "foreign")).FullName;
        try
        {
            await File.WriteAllBytesAsync(root + program, ElfProgram.Ending(architecture), ct);
            File.SetUnixFileMode(root + program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
            var tried = await host.RunAsync(new Command("chroot", root, program) { AllowedExitCodes = [.. Enumerable.Range(0, 256)] }, ct);
            return tried.ExitCode == 0;
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    /// <summary>Makes an architecture's programs run, if they do not.</summary>
    /// <param name="architecture">The architecture.</param>
    /// <param name="place">Where the manifest asks for it, for the error.</param>
    /// <param name="scratch">A folder from which programs may be started.</param>
    /// <param name="ct">Stops it.</param>
    /// <exception cref="HostRequirementException">The host lacks what it takes.</exception>
    public async Task EnableAsync(DebianArchitecture architecture, SourceLocation place, string scratch, CancellationToken ct)
    {
        if (architecture == ArchitectureTable.OfHost || await RunAsync(architecture, scratch, ct))
            return;
        var lacking = $"a way to run programs of '{architecture}', which {place} asks for";
        if (Interpreter(architecture) is not { } interpreter)
            throw Lacks($"{lacking} (the program '{Names(architecture)[0]}')", $"apt-get install {Package}");
        if (!await RegisterAsync(architecture, interpreter, ct))
        {
            throw Lacks($"{lacking}: its kernel lets only the host register '{interpreter}', builds do it for themselves from Linux 6.7 on",
                $"apt-get install {Package} binfmt-support, which registers it for the host");
        }

        if (!await RunAsync(architecture, scratch, ct))
            throw Lacks($"{lacking}: '{interpreter}' does not, it may not be a static program", $"apt-get install {Package}");
    }

    private static HostRequirementException Lacks(string what, string mend) => new([new(what, mend)]);

    private static string[] Names(DebianArchitecture architecture) => [$"{ElfProgram.Name(architecture)}-static", ElfProgram.Name(architecture)];

    private string? Interpreter(DebianArchitecture architecture) => Names(architecture).Select(host.Find).FirstOrDefault(path => path is not null);

    private async Task<bool> RegisterAsync(DebianArchitecture architecture, string interpreter, CancellationToken ct)
    {
        if (new FileInfo("/proc/self/ns/user").LinkTarget == HostUsers)
            return false;
        // Each user namespace has an instance of its own: kernel documentation, admin-guide/binfmt-misc.
        var mounted = await host.RunAsync(new Command("mount", "--types", "binfmt_misc", "binfmt_misc", Instance) { AllowedExitCodes = [.. Enumerable.Range(0, 256)] }, ct);
        if (mounted.ExitCode != 0)
            return false;
        await File.WriteAllTextAsync(Instance + "/register", ElfProgram.Registration(architecture, interpreter), ct);
        return true;
    }
}
