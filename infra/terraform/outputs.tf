output "store" {
  description = "Value of --store and XINFANG_STORE."
  value       = trimsuffix("s3://${aws_s3_bucket.data.bucket}/${var.root}", "/")
}

output "roles" {
  description = "Roles of harvester, publisher and reader."
  value       = { for name, role in aws_iam_role.role : name => role.arn }
}

output "public_url" {
  description = "Where consumers read."
  value       = "https://${aws_s3_bucket.data.bucket_regional_domain_name}/${var.root}datapackage.json"
}
