using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using BootstrapVz.Base.Errors;
using BootstrapVz.Common.SecureBoot;
using BootstrapVz.Test.Testing;
using Xunit;

namespace BootstrapVz.Test.Unit.SecureBoot;

public sealed class SigningTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("signing-");

    [Fact]
    public void A_signature_is_added_behind_the_program_and_those_before_it_stay()
    {
        using var key = Key("first");
        using var other = Key("second");
        var program = Program(301);
        var once = key.Sign(program)!;
        var twice = other.Sign(once)!;

        Assert.Equal(program[240..], once[240..301]);
        Assert.Equal(EfiProgram.Parse(program)!.Digest(), EfiProgram.Parse(once)!.Digest());
        Assert.Equal(EfiProgram.Parse(program)!.Digest(), EfiProgram.Parse(twice)!.Digest());
        Assert.Equal(once[304..], twice[304..once.Length]);
        // The table of certificates: where it is, and how long.
        Assert.Equal((304, twice.Length - 304), (BinaryPrimitives.ReadInt32LittleEndian(twice.AsSpan(Directories + 32)), BinaryPrimitives.ReadInt32LittleEndian(twice.AsSpan(Directories + 36))));
        Assert.Equal(0, twice.Length % 8);
    }

    [Fact]
    public void The_same_program_gets_the_same_signature()
    {
        using var key = Key("first");
        Assert.Equal(key.Sign(Program(301)), key.Sign(Program(301)));
        Assert.NotEqual(key.Sign(Program(301)), key.Sign(Program(302)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("MZ")]
    [InlineData("#!/bin/sh")]
    public void Other_files_are_left_alone(string content)
    {
        using var key = Key("first");
        Assert.Null(key.Sign(Encoding.UTF8.GetBytes(content.PadRight(400))));
        Assert.Null(key.Sign(Encoding.UTF8.GetBytes(content)));
    }

    [Fact]
    public void The_signature_of_a_variable_holds_for_name_owner_attributes_date_and_value()
    {
        var files = new OwnKey(_folder.FullName, "first");
        using var key = SigningKey.Read(files.KeyFile, files.CertificateFile);
        var list = EfiVariable.List(key.Certificate);
        var variable = EfiVariable.All[0];
        var signed = variable.Authenticated(key, list, DateTimeOffset.FromUnixTimeSeconds(1_700_000_000));

        Assert.Equal("E7070B0E160D14000000000000000000", Convert.ToHexString(signed.AsSpan(0, 16))); // 2023-11-14 22:13:20
        Assert.Equal(list, signed[^list.Length..]);
        byte[] message = [.. Encoding.Unicode.GetBytes("db"), .. variable.Vendor.ToByteArray(), 0x27, 0, 0, 0, .. signed.AsSpan(0, 16), .. list];
        using var certificate = X509CertificateLoader.LoadCertificateFromFile(files.CertificateFile);
        // The signature itself is what the signed data ends with.
        Assert.True(certificate.GetRSAPublicKey()!.VerifyData(message, signed.AsSpan(..^list.Length)[^256..].ToArray(), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    [Fact]
    public void A_key_and_a_certificate_that_do_not_belong_together_are_refused()
    {
        var first = new OwnKey(_folder.FullName, "first");
        var second = new OwnKey(_folder.FullName, "second");
        Assert.Contains("is not that of the key", Assert.Throws<BuildException>(() => SigningKey.Read(first.KeyFile, second.CertificateFile)).Message);
        Assert.Contains("is no certificate", Assert.Throws<BuildException>(() => SigningKey.Read(first.KeyFile, first.KeyFile)).Message);
        Assert.Contains("holds no RSA key in PEM", Assert.Throws<BuildException>(() => SigningKey.Read(first.CertificateFile, first.KeyFile)).Message);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private const int Header = 0x40;
    private const int Directories = Header + 24 + 112;

    private SigningKey Key(string name)
    {
        var files = new OwnKey(_folder.FullName, name);
        return SigningKey.Read(files.KeyFile, files.CertificateFile);
    }

    // As much of a PE32+ file as there is to sign.
    private static byte[] Program(int length)
    {
        var program = new byte[length];
        "MZ"u8.CopyTo(program);
        program[0x3c] = Header;
        "PE\0\0"u8.CopyTo(program.AsSpan(Header));
        BinaryPrimitives.WriteUInt16LittleEndian(program.AsSpan(Header + 24), 0x20b);
        program[^1] = 7;
        return program;
    }
}
