variable "bucket" {
  description = "Name of the bucket; also the beginning of the names of the roles."
  type        = string
}

variable "root" {
  description = "Prefix of the store in the bucket, with its slash; nothing for the bucket itself."
  type        = string
  default     = ""
}

variable "region" {
  description = "Region of the bucket."
  type        = string
  default     = "ap-east-1"
}

variable "trusted_principals" {
  description = "ARNs (instance roles, users) that may take the roles."
  type        = list(string)
}

variable "lock_days" {
  description = "Days during which no version of an object can be removed."
  type        = number
  default     = 30

  validation {
    condition     = var.lock_days >= 1
    error_message = "Object lock needs at least one day."
  }
}
