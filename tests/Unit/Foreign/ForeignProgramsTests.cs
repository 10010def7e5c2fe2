using BootstrapVz.Base.Architectures;
using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Hosts;
using BootstrapVz.Common.Foreign;
using BootstrapVz.Test.Testing;
using Xunit;

namespace BootstrapVz.Test.Unit.Foreign;

public sealed class ForeignProgramsTests : IDisposable
{
    private readonly ScratchSpace _space = new();

    [Fact]
    public void A_registration_matches_programs_and_libraries_of_one_architecture() =>
        Assert.Equal(
            @":qemu-aarch64:M::\x7f\x45\x4c\x46\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02\x00\xb7\x00"
            + @":\xff\xff\xff\xff\xff\xff\xff\x00\x00\x00\x00\x00\x00\x00\x00\x00\xfe\xff\xff\xff:/usr/bin/qemu-aarch64-static:POCF",
            ElfProgram.Registration(ArchitectureTable.Arm64, "/usr/bin/qemu-aarch64-static"));

    [Fact]
    public async Task What_is_missing_is_told_with_its_place_and_package()
    {
        var foreign = ArchitectureTable.All.Single(a => a.Name == (ArchitectureTable.OfHost == ArchitectureTable.Arm64 ? "riscv64" : "arm64"));
        var error = await Assert.ThrowsAsync<HostRequirementException>(
            () => new ForeignPrograms(new EmptyHost()).EnableAsync(foreign, new("a.yml", 7, 17), _space.Folder("foreign"), default));

        Assert.Equal($"this host lacks a way to run programs of '{foreign}', which a.yml:7:17 asks for (the program 'qemu-{foreign.QemuName}-static')", error.Message);
        Assert.Equal("apt-get install qemu-user-static", error.Hint);
        Assert.Equal(ExitCode.HostRequirement, error.ExitCode);
    }

    public void Dispose() => _space.Dispose();

    /// <summary>A host without programs, whose kernel starts nothing.</summary>
    private sealed class EmptyHost : IHost
    {
        public HttpClient Http => throw new InvalidOperationException("nothing is fetched");

        public HttpClient HttpWith(System.Net.IWebProxy? proxy, System.Net.ICredentials? logins) => Http;

        public TimeProvider Clock => TimeProvider.System;

        public string? Find(string program) => null;

        public Task<CommandResult> RunAsync(Command command, CancellationToken ct) => Task.FromResult(new CommandResult(126, "", ""));
    }
}
